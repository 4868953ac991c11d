-- one occurrence of a plan in its window (owner: audits)
CREATE TABLE audits (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  plan_id BLOB NOT NULL CHECK (length(plan_id) = 16) REFERENCES plans (id),
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  slot INTEGER NOT NULL,
  local_date TEXT NOT NULL,
  zone TEXT NOT NULL,
  opens_minute INTEGER NOT NULL,
  due_minute INTEGER NOT NULL,
  opens_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  closes_at INTEGER NOT NULL,
  process_id BLOB NOT NULL CHECK (length(process_id) = 16) REFERENCES processes (id),
  version_id BLOB NOT NULL CHECK (length(version_id) = 16) REFERENCES template_versions (id),
  layer INTEGER NOT NULL,
  assignee_id BLOB CHECK (length(assignee_id) = 16) REFERENCES persons (id),
  state TEXT NOT NULL CHECK (state IN ('scheduled', 'in_progress', 'submitted', 'missed', 'excused')),
  started_at INTEGER,
  submitted_at INTEGER,
  submitted_by BLOB CHECK (length(submitted_by) = 16) REFERENCES persons (id),
  reason TEXT,
  notice_at INTEGER,
  seed INTEGER NOT NULL,
  draw INTEGER NOT NULL,
  asked INTEGER NOT NULL,
  conforms INTEGER NOT NULL,
  nonconforming INTEGER NOT NULL,
  corrected INTEGER NOT NULL,
  not_applicable INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  UNIQUE (plan_id, unit_id, slot, local_date)
) STRICT;
CREATE INDEX audits_assignee ON audits (assignee_id, state, due_at);
CREATE INDEX audits_unit ON audits (unit_id, opens_at);
CREATE INDEX audits_recent ON audits (opens_at, id);
CREATE INDEX audits_notice ON audits (notice_at);
-- the questions drawn for an audit and why each was chosen (owner: audits)
CREATE TABLE audit_questions (
  audit_id BLOB NOT NULL CHECK (length(audit_id) = 16) REFERENCES audits (id),
  question_id BLOB NOT NULL CHECK (length(question_id) = 16) REFERENCES questions (id),
  question_version_id BLOB NOT NULL CHECK (length(question_version_id) = 16) REFERENCES question_versions (id),
  position INTEGER NOT NULL,
  chosen TEXT NOT NULL CHECK (chosen IN ('always', 'age', 'risk', 'lot', 'all')),
  chosen_days INTEGER,
  PRIMARY KEY (audit_id, question_id)
) STRICT;
-- answers, saved as they are given; final once the audit is submitted (owner: audits)
CREATE TABLE answers (
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
-- what arrived from a device, once: the client's id and the hash of the body (owner: audits)
CREATE TABLE submissions (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  audit_id BLOB NOT NULL UNIQUE CHECK (length(audit_id) = 16) REFERENCES audits (id),
  person_id BLOB NOT NULL CHECK (length(person_id) = 16) REFERENCES persons (id),
  body_hash TEXT NOT NULL,
  device_at INTEGER,
  arrived_at INTEGER NOT NULL
) STRICT;
