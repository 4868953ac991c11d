-- answers that are a choice, a date or a text: what was given, and recorded where nothing judges it. SQLite writes a check
-- anew only with its table (owner: audits)
CREATE TABLE answers_new (
  audit_id BLOB NOT NULL CHECK (length(audit_id) = 16) REFERENCES audits (id),
  question_id BLOB NOT NULL CHECK (length(question_id) = 16) REFERENCES questions (id),
  question_version_id BLOB NOT NULL CHECK (length(question_version_id) = 16) REFERENCES question_versions (id),
  outcome TEXT CHECK (outcome IN ('conforms', 'nonconforming', 'corrected', 'not_applicable', 'recorded')),
  value REAL,
  seen TEXT NOT NULL,
  done TEXT NOT NULL,
  steps TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  given TEXT,
  PRIMARY KEY (audit_id, question_id)
) STRICT;
INSERT INTO answers_new (audit_id, question_id, question_version_id, outcome, value, seen, done, steps, saved_at)
SELECT audit_id, question_id, question_version_id, outcome, value, seen, done, steps, saved_at
FROM answers;
DROP TABLE answers;
ALTER TABLE answers_new RENAME TO answers;
