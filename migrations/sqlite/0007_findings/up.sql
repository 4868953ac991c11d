-- nonconformance records (owner: findings)
CREATE TABLE findings (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  number TEXT NOT NULL UNIQUE,
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  process_id BLOB NOT NULL CHECK (length(process_id) = 16) REFERENCES processes (id),
  question_id BLOB NOT NULL CHECK (length(question_id) = 16) REFERENCES questions (id),
  question_version_id BLOB NOT NULL CHECK (length(question_version_id) = 16) REFERENCES question_versions (id),
  layer INTEGER NOT NULL,
  origin_kind TEXT NOT NULL CHECK (origin_kind IN ('audit', 'case', 'survey')),
  origin_id BLOB NOT NULL CHECK (length(origin_id) = 16),
  origin_label TEXT NOT NULL,
  part INTEGER NOT NULL,
  title TEXT NOT NULL,
  seen TEXT NOT NULL,
  done TEXT,
  severity TEXT NOT NULL CHECK (severity IN ('critical', 'major', 'minor')),
  state TEXT NOT NULL CHECK (state IN ('open', 'contained', 'planned', 'done', 'verified', 'dismissed')),
  resolution TEXT,
  owner_id BLOB CHECK (length(owner_id) = 16) REFERENCES persons (id),
  found_by BLOB CHECK (length(found_by) = 16) REFERENCES persons (id),
  found_at INTEGER NOT NULL,
  due_days INTEGER,
  due_on TEXT,
  due_at INTEGER,
  due_picked INTEGER NOT NULL CHECK (due_picked IN (0, 1)),
  repeat_of BLOB CHECK (length(repeat_of) = 16) REFERENCES findings (id),
  escalation INTEGER NOT NULL,
  notice_at INTEGER,
  closed_at INTEGER,
  search TEXT NOT NULL,
  revision INTEGER NOT NULL,
  UNIQUE (origin_id, question_id, part)
) STRICT;
CREATE INDEX findings_recent ON findings (found_at, id);
CREATE INDEX findings_unit ON findings (unit_id, state, found_at);
CREATE INDEX findings_question ON findings (question_id, unit_id, found_at);
CREATE INDEX findings_notice ON findings (notice_at);
-- what was done at once so that nobody else is affected (owner: findings)
CREATE TABLE finding_containments (
  finding_id BLOB PRIMARY KEY NOT NULL CHECK (length(finding_id) = 16) REFERENCES findings (id),
  body TEXT NOT NULL,
  at INTEGER NOT NULL,
  who BLOB NOT NULL CHECK (length(who) = 16) REFERENCES persons (id)
) STRICT;
-- root cause: the five whys or a cause category (owner: findings)
CREATE TABLE finding_causes (
  finding_id BLOB PRIMARY KEY NOT NULL CHECK (length(finding_id) = 16) REFERENCES findings (id),
  category TEXT NOT NULL,
  whys TEXT NOT NULL CHECK (json_valid(whys)),
  root_cause TEXT NOT NULL,
  at INTEGER NOT NULL,
  who BLOB NOT NULL CHECK (length(who) = 16) REFERENCES persons (id)
) STRICT;
-- what is done so that it does not happen again (owner: findings)
CREATE TABLE corrective_actions (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  finding_id BLOB NOT NULL CHECK (length(finding_id) = 16) REFERENCES findings (id),
  number INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('immediate', 'corrective', 'preventive')),
  body TEXT NOT NULL,
  owner_id BLOB NOT NULL CHECK (length(owner_id) = 16) REFERENCES persons (id),
  due_on TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  due_days INTEGER,
  due_picked INTEGER NOT NULL CHECK (due_picked IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'cancelled')),
  created_at INTEGER NOT NULL,
  created_by BLOB CHECK (length(created_by) = 16) REFERENCES persons (id),
  done_at INTEGER,
  done_by BLOB CHECK (length(done_by) = 16) REFERENCES persons (id),
  done_note TEXT,
  notice_at INTEGER,
  escalation INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  UNIQUE (finding_id, number)
) STRICT;
CREATE INDEX actions_owner ON corrective_actions (owner_id, state, due_at);
CREATE INDEX actions_notice ON corrective_actions (notice_at);
-- somebody who owned none of the actions looked and says it holds (owner: findings)
CREATE TABLE finding_verifications (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  finding_id BLOB NOT NULL CHECK (length(finding_id) = 16) REFERENCES findings (id),
  body TEXT NOT NULL,
  layered_answer TEXT NOT NULL CHECK (layered_answer IN ('existing', 'draft', 'no')),
  layered_note TEXT NOT NULL,
  at INTEGER NOT NULL,
  who BLOB NOT NULL CHECK (length(who) = 16) REFERENCES persons (id)
) STRICT;
CREATE INDEX verifications_finding ON finding_verifications (finding_id, at);
-- why a finding was set aside (owner: findings)
CREATE TABLE finding_dismissals (
  finding_id BLOB PRIMARY KEY NOT NULL CHECK (length(finding_id) = 16) REFERENCES findings (id),
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  who BLOB NOT NULL CHECK (length(who) = 16) REFERENCES persons (id)
) STRICT;
-- effectiveness watch after closing: the next three audits of the question at the unit (owner: findings)
CREATE TABLE watches (
  finding_id BLOB PRIMARY KEY NOT NULL CHECK (length(finding_id) = 16) REFERENCES findings (id),
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  question_id BLOB NOT NULL CHECK (length(question_id) = 16) REFERENCES questions (id),
  state TEXT NOT NULL CHECK (state IN ('watching', 'held', 'broken')),
  needed INTEGER NOT NULL,
  since INTEGER NOT NULL
) STRICT;
CREATE INDEX watches_place ON watches (question_id, unit_id, state);
-- what an audit under watch said (owner: findings)
CREATE TABLE watch_checks (
  finding_id BLOB NOT NULL CHECK (length(finding_id) = 16) REFERENCES findings (id),
  origin_id BLOB NOT NULL CHECK (length(origin_id) = 16),
  person_id BLOB CHECK (length(person_id) = 16),
  at INTEGER NOT NULL,
  conforms INTEGER NOT NULL CHECK (conforms IN (0, 1)),
  PRIMARY KEY (finding_id, origin_id)
) STRICT;
