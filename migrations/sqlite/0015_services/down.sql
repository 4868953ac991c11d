DROP TABLE charter_promises;
DROP TABLE customer_groups;
DROP TABLE service_objectives;
DROP TABLE services;
ALTER TABLE goals DROP COLUMN parent_id;
ALTER TABLE objectives DROP COLUMN period;
ALTER TABLE objectives DROP COLUMN direction;
ALTER TABLE objectives DROP COLUMN target_value;
ALTER TABLE objectives DROP COLUMN unit;
