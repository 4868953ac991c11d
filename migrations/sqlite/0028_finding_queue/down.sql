DROP TABLE finding_views;
