-- how well an action holds by itself, and what it costs in whole units of the agency's currency (owner: findings)
ALTER TABLE corrective_actions ADD COLUMN strength TEXT
  CHECK (strength IN ('reminder', 'training', 'instruction', 'second-eyes', 'standardised', 'automatic'));
ALTER TABLE corrective_actions ADD COLUMN cost INTEGER CHECK (cost >= 0);
-- whether the plan of a finding waits for a decision, and of which layer (owner: findings)
CREATE TABLE finding_plans (
  finding_id BLOB PRIMARY KEY NOT NULL CHECK (length(finding_id) = 16) REFERENCES findings (id),
  standing TEXT NOT NULL CHECK (standing IN ('waiting', 'accepted', 'sent-back')),
  layer INTEGER NOT NULL,
  at INTEGER NOT NULL,
  who BLOB NOT NULL CHECK (length(who) = 16) REFERENCES persons (id)
) STRICT;
CREATE INDEX finding_plans_standing ON finding_plans (standing, finding_id);
-- what was decided on the plans of a finding (owner: findings)
CREATE TABLE finding_decisions (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  finding_id BLOB NOT NULL CHECK (length(finding_id) = 16) REFERENCES findings (id),
  verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'sent-back', 'taken-up')),
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  who BLOB NOT NULL CHECK (length(who) = 16) REFERENCES persons (id)
) STRICT;
CREATE INDEX finding_decisions_finding ON finding_decisions (finding_id, at);
-- a later date that the owner of a finding or of an action asks for, and what a leader answered (owner: findings)
CREATE TABLE due_requests (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  finding_id BLOB NOT NULL CHECK (length(finding_id) = 16) REFERENCES findings (id),
  action_id BLOB CHECK (length(action_id) = 16) REFERENCES corrective_actions (id),
  from_on TEXT NOT NULL,
  asked_on TEXT NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  who BLOB NOT NULL CHECK (length(who) = 16) REFERENCES persons (id),
  verdict TEXT CHECK (verdict IN ('granted', 'refused')),
  answer TEXT,
  decided_at INTEGER,
  decided_by BLOB CHECK (length(decided_by) = 16) REFERENCES persons (id)
) STRICT;
CREATE INDEX due_requests_finding ON due_requests (finding_id, at);
-- the question that a finding put into the draft of a checklist (owner: findings)
CREATE TABLE finding_questions (
  finding_id BLOB NOT NULL CHECK (length(finding_id) = 16) REFERENCES findings (id),
  question_id BLOB NOT NULL CHECK (length(question_id) = 16) REFERENCES questions (id),
  at INTEGER NOT NULL,
  PRIMARY KEY (finding_id, question_id)
) STRICT;
