DROP INDEX findings_chase;
ALTER TABLE findings DROP COLUMN chase_at;
