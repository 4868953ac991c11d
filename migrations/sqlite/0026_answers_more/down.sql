CREATE TABLE submissions_old (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  audit_id BLOB NOT NULL UNIQUE CHECK (length(audit_id) = 16) REFERENCES audits (id),
  person_id BLOB NOT NULL CHECK (length(person_id) = 16) REFERENCES persons (id),
  body_hash TEXT NOT NULL,
  device_at INTEGER,
  arrived_at INTEGER NOT NULL,
  sent_at INTEGER,
  done_at INTEGER,
  from_paper INTEGER NOT NULL DEFAULT 0 CHECK (from_paper IN (0, 1))
) STRICT;
INSERT INTO submissions_old
SELECT id, audit_id, person_id, body_hash, device_at, arrived_at, sent_at, done_at, from_paper
FROM submissions
WHERE amends IS NULL;
DROP TABLE submissions;
ALTER TABLE submissions_old RENAME TO submissions;
DROP TABLE answer_facts;
DROP INDEX findings_queue;
ALTER TABLE findings DROP COLUMN sensitive;
ALTER TABLE answers DROP COLUMN sensitive;
ALTER TABLE answers DROP COLUMN more;
