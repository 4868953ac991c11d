DROP TABLE change_points;
