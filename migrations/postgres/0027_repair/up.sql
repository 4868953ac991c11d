-- how well an action holds by itself, and what it costs in whole units of the agency's currency (owner: findings)
ALTER TABLE corrective_actions
  ADD COLUMN strength text
    CHECK (strength IN ('reminder', 'training', 'instruction', 'second-eyes', 'standardised', 'automatic')),
  ADD COLUMN cost bigint CHECK (cost >= 0);
-- whether the plan of a finding waits for a decision, and of which layer (owner: findings)
CREATE TABLE finding_plans (
  finding_id uuid PRIMARY KEY NOT NULL REFERENCES findings (id),
  standing text NOT NULL CHECK (standing IN ('waiting', 'accepted', 'sent-back')),
  layer integer NOT NULL,
  at timestamptz NOT NULL,
  who uuid NOT NULL REFERENCES persons (id)
);
CREATE INDEX finding_plans_standing ON finding_plans (standing, finding_id);
-- what was decided on the plans of a finding (owner: findings)
CREATE TABLE finding_decisions (
  id uuid PRIMARY KEY NOT NULL,
  finding_id uuid NOT NULL REFERENCES findings (id),
  verdict text NOT NULL CHECK (verdict IN ('accepted', 'sent-back', 'taken-up')),
  reason text NOT NULL,
  at timestamptz NOT NULL,
  who uuid NOT NULL REFERENCES persons (id)
);
CREATE INDEX finding_decisions_finding ON finding_decisions (finding_id, at);
-- a later date that the owner of a finding or of an action asks for, and what a leader answered (owner: findings)
CREATE TABLE due_requests (
  id uuid PRIMARY KEY NOT NULL,
  finding_id uuid NOT NULL REFERENCES findings (id),
  action_id uuid REFERENCES corrective_actions (id),
  from_on date NOT NULL,
  asked_on date NOT NULL,
  reason text NOT NULL,
  at timestamptz NOT NULL,
  who uuid NOT NULL REFERENCES persons (id),
  verdict text CHECK (verdict IN ('granted', 'refused')),
  answer text,
  decided_at timestamptz,
  decided_by uuid REFERENCES persons (id)
);
CREATE INDEX due_requests_finding ON due_requests (finding_id, at);
-- the question that a finding put into the draft of a checklist (owner: findings)
CREATE TABLE finding_questions (
  finding_id uuid NOT NULL REFERENCES findings (id),
  question_id uuid NOT NULL REFERENCES questions (id),
  at timestamptz NOT NULL,
  PRIMARY KEY (finding_id, question_id)
);
