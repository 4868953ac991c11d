DROP TABLE finding_stories;
DROP TABLE finding_groups;
DROP TABLE finding_views;
