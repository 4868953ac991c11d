CREATE TABLE findings_old (
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
  repeat_of BLOB CHECK (length(repeat_of) = 16) REFERENCES findings_old (id),
  escalation INTEGER NOT NULL,
  notice_at INTEGER,
  closed_at INTEGER,
  search TEXT NOT NULL,
  revision INTEGER NOT NULL,
  sensitive INTEGER NOT NULL DEFAULT 0 CHECK (sensitive IN (0, 1)),
  chase_at INTEGER DEFAULT 0,
  UNIQUE (origin_id, question_id, part)
) STRICT;
INSERT INTO findings_old (
  id, number, unit_id, process_id, question_id, question_version_id, layer, origin_kind, origin_id, origin_label,
  part, title, seen, done, severity, state, resolution, owner_id, found_by, found_at, due_days, due_on, due_at,
  due_picked, repeat_of, escalation, notice_at, closed_at, search, revision, sensitive, chase_at
)
SELECT
  id, number, unit_id, process_id, question_id, question_version_id, layer, origin_kind, origin_id, origin_label,
  part, title, seen, done, severity, state, resolution, owner_id, found_by, found_at, due_days, due_on, due_at,
  due_picked, repeat_of, escalation, notice_at, closed_at, search, revision, sensitive, chase_at
FROM findings
WHERE origin_kind = 'audit';
DROP TABLE findings;
ALTER TABLE findings_old RENAME TO findings;
CREATE INDEX findings_recent ON findings (found_at, id);
CREATE INDEX findings_unit ON findings (unit_id, state, found_at);
CREATE INDEX findings_question ON findings (question_id, unit_id, found_at);
CREATE INDEX findings_notice ON findings (notice_at);
CREATE INDEX findings_queue ON findings (sensitive, found_at, id);
CREATE INDEX findings_chase ON findings (chase_at);
