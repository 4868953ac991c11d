ALTER TABLE corrective_actions DROP COLUMN cost;
ALTER TABLE corrective_actions DROP COLUMN strength;
