-- what was known of a question when it was drawn, for the sentence that says why: failures here and anywhere in the 90 days
-- before, the day of the last, and the chance of the lot in a thousand (owner: audits)
ALTER TABLE audit_questions ADD COLUMN failures_here INTEGER;
ALTER TABLE audit_questions ADD COLUMN failures INTEGER;
ALTER TABLE audit_questions ADD COLUMN failed_on TEXT;
ALTER TABLE audit_questions ADD COLUMN per_mille INTEGER;
-- who took part in an audit whose answers are without a name: once each, and nothing else (owner: audits). In the order of
-- its key, so that the order of arrival is kept nowhere
CREATE TABLE anonymous_participants (
  audit_id BLOB NOT NULL CHECK (length(audit_id) = 16) REFERENCES audits (id),
  person_id BLOB NOT NULL CHECK (length(person_id) = 16) REFERENCES persons (id),
  PRIMARY KEY (audit_id, person_id)
) STRICT, WITHOUT ROWID;
-- an answer without a name: of a plan and a month, on a sheet whose number is drawn by lot; no person, no unit, no moment
-- (owner: audits)
CREATE TABLE anonymous_answers (
  plan_id BLOB NOT NULL CHECK (length(plan_id) = 16) REFERENCES plans (id),
  month TEXT NOT NULL,
  sheet BLOB NOT NULL CHECK (length(sheet) = 16),
  question_id BLOB NOT NULL CHECK (length(question_id) = 16) REFERENCES questions (id),
  question_version_id BLOB NOT NULL CHECK (length(question_version_id) = 16) REFERENCES question_versions (id),
  outcome TEXT NOT NULL CHECK (outcome IN ('conforms', 'nonconforming', 'not_applicable')),
  words TEXT NOT NULL,
  PRIMARY KEY (plan_id, month, sheet, question_id)
) STRICT, WITHOUT ROWID;
