DROP TABLE finding_groups;
DROP TABLE finding_views;
