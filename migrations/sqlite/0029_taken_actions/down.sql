ALTER TABLE corrective_actions DROP COLUMN taken_from;
