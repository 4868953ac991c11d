-- nonconformance records (owner: findings)
CREATE TABLE findings (
  id uuid PRIMARY KEY NOT NULL,
  number text NOT NULL UNIQUE,
  unit_id uuid NOT NULL REFERENCES units (id),
  process_id uuid NOT NULL REFERENCES processes (id),
  question_id uuid NOT NULL REFERENCES questions (id),
  question_version_id uuid NOT NULL REFERENCES question_versions (id),
  layer integer NOT NULL,
  origin_kind text NOT NULL CHECK (origin_kind IN ('audit', 'case', 'survey')),
  origin_id uuid NOT NULL,
  origin_label text NOT NULL,
  part integer NOT NULL,
  title text NOT NULL,
  seen text NOT NULL,
  done text,
  severity text NOT NULL CHECK (severity IN ('critical', 'major', 'minor')),
  state text NOT NULL CHECK (state IN ('open', 'contained', 'planned', 'done', 'verified', 'dismissed')),
  resolution text,
  owner_id uuid REFERENCES persons (id),
  found_by uuid REFERENCES persons (id),
  found_at timestamptz NOT NULL,
  due_days integer,
  due_on date,
  due_at timestamptz,
  due_picked boolean NOT NULL,
  repeat_of uuid REFERENCES findings (id),
  escalation integer NOT NULL,
  notice_at timestamptz,
  closed_at timestamptz,
  search text NOT NULL,
  revision integer NOT NULL,
  UNIQUE (origin_id, question_id, part)
);
CREATE INDEX findings_recent ON findings (found_at, id);
CREATE INDEX findings_unit ON findings (unit_id, state, found_at);
CREATE INDEX findings_question ON findings (question_id, unit_id, found_at);
CREATE INDEX findings_notice ON findings (notice_at);
-- what was done at once so that nobody else is affected (owner: findings)
CREATE TABLE finding_containments (
  finding_id uuid PRIMARY KEY NOT NULL REFERENCES findings (id),
  body text NOT NULL,
  at timestamptz NOT NULL,
  who uuid NOT NULL REFERENCES persons (id)
);
-- root cause: the five whys or a cause category (owner: findings)
CREATE TABLE finding_causes (
  finding_id uuid PRIMARY KEY NOT NULL REFERENCES findings (id),
  category text NOT NULL,
  whys jsonb NOT NULL,
  root_cause text NOT NULL,
  at timestamptz NOT NULL,
  who uuid NOT NULL REFERENCES persons (id)
);
-- what is done so that it does not happen again (owner: findings)
CREATE TABLE corrective_actions (
  id uuid PRIMARY KEY NOT NULL,
  finding_id uuid NOT NULL REFERENCES findings (id),
  number integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('immediate', 'corrective', 'preventive')),
  body text NOT NULL,
  owner_id uuid NOT NULL REFERENCES persons (id),
  due_on date NOT NULL,
  due_at timestamptz NOT NULL,
  due_days integer,
  due_picked boolean NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'done', 'cancelled')),
  created_at timestamptz NOT NULL,
  created_by uuid REFERENCES persons (id),
  done_at timestamptz,
  done_by uuid REFERENCES persons (id),
  done_note text,
  notice_at timestamptz,
  escalation integer NOT NULL,
  revision integer NOT NULL,
  UNIQUE (finding_id, number)
);
CREATE INDEX actions_owner ON corrective_actions (owner_id, state, due_at);
CREATE INDEX actions_notice ON corrective_actions (notice_at);
-- somebody who owned none of the actions looked and says it holds (owner: findings)
CREATE TABLE finding_verifications (
  id uuid PRIMARY KEY NOT NULL,
  finding_id uuid NOT NULL REFERENCES findings (id),
  body text NOT NULL,
  layered_answer text NOT NULL CHECK (layered_answer IN ('existing', 'draft', 'no')),
  layered_note text NOT NULL,
  at timestamptz NOT NULL,
  who uuid NOT NULL REFERENCES persons (id)
);
CREATE INDEX verifications_finding ON finding_verifications (finding_id, at);
-- why a finding was set aside (owner: findings)
CREATE TABLE finding_dismissals (
  finding_id uuid PRIMARY KEY NOT NULL REFERENCES findings (id),
  reason text NOT NULL,
  at timestamptz NOT NULL,
  who uuid NOT NULL REFERENCES persons (id)
);
-- effectiveness watch after closing: the next three audits of the question at the unit (owner: findings)
CREATE TABLE watches (
  finding_id uuid PRIMARY KEY NOT NULL REFERENCES findings (id),
  unit_id uuid NOT NULL REFERENCES units (id),
  question_id uuid NOT NULL REFERENCES questions (id),
  state text NOT NULL CHECK (state IN ('watching', 'held', 'broken')),
  needed integer NOT NULL,
  since timestamptz NOT NULL
);
CREATE INDEX watches_place ON watches (question_id, unit_id, state);
-- what an audit under watch said (owner: findings)
CREATE TABLE watch_checks (
  finding_id uuid NOT NULL REFERENCES findings (id),
  origin_id uuid NOT NULL,
  person_id uuid,
  at timestamptz NOT NULL,
  conforms boolean NOT NULL,
  PRIMARY KEY (finding_id, origin_id)
);
