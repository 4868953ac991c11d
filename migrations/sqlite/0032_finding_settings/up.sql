-- where causes may lie, as the agency words it; the code stays what findings were written with (owner: findings)
CREATE TABLE cause_categories (
  code TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  hint TEXT NOT NULL,
  position INTEGER NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  revision INTEGER NOT NULL
) STRICT;
INSERT INTO cause_categories (code, name, hint, position, active, revision) VALUES
  ('training', 'People', 'nobody has shown how, or not lately', 1, 1, 1),
  ('method', 'Method', 'the procedure is missing, wrong, or unclear', 2, 1, 1),
  ('tools', 'Equipment', 'a form, a system, or a machine', 3, 1, 1),
  ('material', 'Material', 'what was needed was not there, or not right', 4, 1, 1),
  ('place', 'Environment', 'signs, room, or noise', 5, 1, 1),
  ('measurement', 'Measurement', 'nobody measures it, or the measure misleads', 6, 1, 1),
  ('capacity', 'Management', 'too few hands or hours, or nobody decides', 7, 1, 1),
  ('handover', 'Handover', 'the work falls between two units', 8, 1, 1),
  ('outside', 'Outside the agency', '', 9, 1, 1);
-- working days until findings of a severity are due, and days of a repeat: one row (owner: findings)
CREATE TABLE finding_rules (
  id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
  critical_days INTEGER NOT NULL CHECK (critical_days BETWEEN 1 AND 250),
  major_days INTEGER NOT NULL CHECK (major_days BETWEEN 1 AND 250),
  minor_days INTEGER NOT NULL CHECK (minor_days BETWEEN 1 AND 250),
  repeat_days INTEGER NOT NULL CHECK (repeat_days BETWEEN 1 AND 730),
  revision INTEGER NOT NULL
) STRICT;
INSERT INTO finding_rules (id, critical_days, major_days, minor_days, repeat_days, revision) VALUES (1, 2, 10, 20, 90, 1);
-- the clock of a finding stands still for a reason; it runs again on again_on (owner: findings)
CREATE TABLE finding_pauses (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  finding_id BLOB NOT NULL CHECK (length(finding_id) = 16) REFERENCES findings (id),
  reason TEXT NOT NULL,
  from_on TEXT NOT NULL,
  until_on TEXT NOT NULL,
  again_on TEXT NOT NULL,
  at INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  who BLOB NOT NULL CHECK (length(who) = 16) REFERENCES persons (id),
  ended_at INTEGER,
  ended_by BLOB CHECK (length(ended_by) = 16) REFERENCES persons (id)
) STRICT;
CREATE INDEX finding_pauses_finding ON finding_pauses (finding_id, at);
CREATE UNIQUE INDEX finding_pauses_open ON finding_pauses (finding_id) WHERE ended_at IS NULL;
-- when a finding or one of its actions was due before a pause (owner: findings)
CREATE TABLE finding_pause_dates (
  pause_id BLOB NOT NULL CHECK (length(pause_id) = 16) REFERENCES finding_pauses (id),
  dated_id BLOB NOT NULL CHECK (length(dated_id) = 16),
  due_on TEXT NOT NULL,
  PRIMARY KEY (pause_id, dated_id)
) STRICT;
-- the order of the queue: what is sensitive first, then what is due first (owner: findings)
DROP INDEX findings_queue;
CREATE INDEX findings_queue ON findings (sensitive DESC, (coalesce(due_at, found_at)), id);
