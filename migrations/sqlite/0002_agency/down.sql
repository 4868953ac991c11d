DROP TABLE holidays;
DROP TABLE opening_hours;
DROP TABLE layers;
DROP TABLE unit_ancestors;
DROP TABLE units;
