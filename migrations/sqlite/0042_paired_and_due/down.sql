DROP INDEX findings_due;
DROP INDEX audits_looked_at;
