CREATE TABLE answers_old (
  audit_id BLOB NOT NULL CHECK (length(audit_id) = 16) REFERENCES audits (id),
  question_id BLOB NOT NULL CHECK (length(question_id) = 16) REFERENCES questions (id),
  question_version_id BLOB NOT NULL CHECK (length(question_version_id) = 16) REFERENCES question_versions (id),
  outcome TEXT CHECK (outcome IN ('conforms', 'nonconforming', 'corrected', 'not_applicable')),
  value REAL,
  seen TEXT NOT NULL,
  done TEXT NOT NULL,
  steps TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  PRIMARY KEY (audit_id, question_id)
) STRICT;
INSERT INTO answers_old
SELECT audit_id, question_id, question_version_id, CASE outcome WHEN 'recorded' THEN 'not_applicable' ELSE outcome END,
  value, seen, done, steps, saved_at
FROM answers;
DROP TABLE answers;
ALTER TABLE answers_old RENAME TO answers;
