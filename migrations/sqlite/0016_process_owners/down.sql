DROP TABLE process_services;
DROP TABLE process_units;
ALTER TABLE processes DROP COLUMN revision;
ALTER TABLE processes DROP COLUMN search;
ALTER TABLE processes DROP COLUMN manual_id;
ALTER TABLE processes DROP COLUMN owner_id;
ALTER TABLE processes DROP COLUMN description;
