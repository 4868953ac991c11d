-- one occurrence of a plan in its window (owner: audits)
CREATE TABLE audits (
  id uuid PRIMARY KEY NOT NULL,
  plan_id uuid NOT NULL REFERENCES plans (id),
  unit_id uuid NOT NULL REFERENCES units (id),
  slot integer NOT NULL,
  local_date date NOT NULL,
  zone text NOT NULL,
  opens_minute integer NOT NULL,
  due_minute integer NOT NULL,
  opens_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  closes_at timestamptz NOT NULL,
  process_id uuid NOT NULL REFERENCES processes (id),
  version_id uuid NOT NULL REFERENCES template_versions (id),
  layer integer NOT NULL,
  assignee_id uuid REFERENCES persons (id),
  state text NOT NULL CHECK (state IN ('scheduled', 'in_progress', 'submitted', 'missed', 'excused')),
  started_at timestamptz,
  submitted_at timestamptz,
  submitted_by uuid REFERENCES persons (id),
  reason text,
  notice_at timestamptz,
  seed bigint NOT NULL,
  draw integer NOT NULL,
  asked integer NOT NULL,
  conforms integer NOT NULL,
  nonconforming integer NOT NULL,
  corrected integer NOT NULL,
  not_applicable integer NOT NULL,
  revision integer NOT NULL,
  UNIQUE (plan_id, unit_id, slot, local_date)
);
CREATE INDEX audits_assignee ON audits (assignee_id, state, due_at);
CREATE INDEX audits_unit ON audits (unit_id, opens_at);
CREATE INDEX audits_recent ON audits (opens_at, id);
CREATE INDEX audits_notice ON audits (notice_at);
-- the questions drawn for an audit and why each was chosen (owner: audits)
CREATE TABLE audit_questions (
  audit_id uuid NOT NULL REFERENCES audits (id),
  question_id uuid NOT NULL REFERENCES questions (id),
  question_version_id uuid NOT NULL REFERENCES question_versions (id),
  position integer NOT NULL,
  chosen text NOT NULL CHECK (chosen IN ('always', 'age', 'risk', 'lot', 'all')),
  chosen_days integer,
  PRIMARY KEY (audit_id, question_id)
);
-- answers, saved as they are given; final once the audit is submitted (owner: audits)
CREATE TABLE answers (
  audit_id uuid NOT NULL REFERENCES audits (id),
  question_id uuid NOT NULL REFERENCES questions (id),
  question_version_id uuid NOT NULL REFERENCES question_versions (id),
  outcome text CHECK (outcome IN ('conforms', 'nonconforming', 'corrected', 'not_applicable')),
  value double precision,
  seen text NOT NULL,
  done text NOT NULL,
  steps text NOT NULL,
  saved_at timestamptz NOT NULL,
  PRIMARY KEY (audit_id, question_id)
);
-- what arrived from a device, once: the client's id and the hash of the body (owner: audits)
CREATE TABLE submissions (
  id uuid PRIMARY KEY NOT NULL,
  audit_id uuid NOT NULL UNIQUE REFERENCES audits (id),
  person_id uuid NOT NULL REFERENCES persons (id),
  body_hash text NOT NULL,
  device_at timestamptz,
  arrived_at timestamptz NOT NULL
);
