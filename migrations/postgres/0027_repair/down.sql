ALTER TABLE corrective_actions DROP COLUMN cost, DROP COLUMN strength;
