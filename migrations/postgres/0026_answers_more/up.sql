-- further things that were seen under the same answer, and whether what was seen is sensitive (owner: audits)
ALTER TABLE answers ADD COLUMN more jsonb;
ALTER TABLE answers ADD COLUMN sensitive boolean NOT NULL DEFAULT false;
-- whether a finding could soon harm people, property or the agency's reputation (owner: findings)
ALTER TABLE findings ADD COLUMN sensitive boolean NOT NULL DEFAULT false;
CREATE INDEX findings_queue ON findings (sensitive, found_at, id);
-- how a question was answered on the device: facts, no judgement (owner: audits)
CREATE TABLE answer_facts (
  audit_id uuid NOT NULL REFERENCES audits (id),
  question_id uuid NOT NULL REFERENCES questions (id),
  nth integer,
  seconds double precision,
  changes integer,
  pasted integer,
  device_at timestamptz,
  PRIMARY KEY (audit_id, question_id)
);
-- what arrived from a device, once; an audit ends by one submission, each that amends it names the one before (owner:
-- audits)
ALTER TABLE submissions
  DROP CONSTRAINT submissions_audit_id_key,
  ADD COLUMN started_at timestamptz,
  ADD COLUMN amends uuid UNIQUE REFERENCES submissions (id);
CREATE UNIQUE INDEX submissions_first ON submissions (audit_id) WHERE amends IS NULL;
CREATE INDEX submissions_audit ON submissions (audit_id, arrived_at);
