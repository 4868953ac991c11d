-- what was known of a question when it was drawn, for the sentence that says why: failures here and anywhere in the 90 days
-- before, the day of the last, and the chance of the lot in a thousand (owner: audits)
ALTER TABLE audit_questions
  ADD COLUMN failures_here integer,
  ADD COLUMN failures integer,
  ADD COLUMN failed_on date,
  ADD COLUMN per_mille integer;
-- who took part in an audit whose answers are without a name: once each, and nothing else (owner: audits)
CREATE TABLE anonymous_participants (
  audit_id uuid NOT NULL REFERENCES audits (id),
  person_id uuid NOT NULL REFERENCES persons (id),
  PRIMARY KEY (audit_id, person_id)
);
-- an answer without a name: of a plan and a month, on a sheet whose number is drawn by lot; no person, no unit, no moment
-- (owner: audits)
CREATE TABLE anonymous_answers (
  plan_id uuid NOT NULL REFERENCES plans (id),
  month date NOT NULL,
  sheet uuid NOT NULL,
  question_id uuid NOT NULL REFERENCES questions (id),
  question_version_id uuid NOT NULL REFERENCES question_versions (id),
  outcome text NOT NULL CHECK (outcome IN ('conforms', 'nonconforming', 'not_applicable')),
  words text NOT NULL,
  PRIMARY KEY (plan_id, month, sheet, question_id)
);
