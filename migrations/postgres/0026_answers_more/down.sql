DROP INDEX submissions_audit;
DROP INDEX submissions_first;
DELETE FROM submissions WHERE amends IS NOT NULL;
ALTER TABLE submissions
  DROP COLUMN amends,
  DROP COLUMN started_at,
  ADD CONSTRAINT submissions_audit_id_key UNIQUE (audit_id);
DROP TABLE answer_facts;
DROP INDEX findings_queue;
ALTER TABLE findings DROP COLUMN sensitive;
ALTER TABLE answers DROP COLUMN sensitive;
ALTER TABLE answers DROP COLUMN more;
