-- where causes may lie, as the agency words it; the code stays what findings were written with (owner: findings)
CREATE TABLE cause_categories (
  code text PRIMARY KEY NOT NULL,
  name text NOT NULL,
  hint text NOT NULL,
  position integer NOT NULL,
  active boolean NOT NULL,
  revision integer NOT NULL
);
INSERT INTO cause_categories (code, name, hint, position, active, revision) VALUES
  ('training', 'People', 'nobody has shown how, or not lately', 1, true, 1),
  ('method', 'Method', 'the procedure is missing, wrong, or unclear', 2, true, 1),
  ('tools', 'Equipment', 'a form, a system, or a machine', 3, true, 1),
  ('material', 'Material', 'what was needed was not there, or not right', 4, true, 1),
  ('place', 'Environment', 'signs, room, or noise', 5, true, 1),
  ('measurement', 'Measurement', 'nobody measures it, or the measure misleads', 6, true, 1),
  ('capacity', 'Management', 'too few hands or hours, or nobody decides', 7, true, 1),
  ('handover', 'Handover', 'the work falls between two units', 8, true, 1),
  ('outside', 'Outside the agency', '', 9, true, 1);
-- working days until findings of a severity are due, and days of a repeat: one row (owner: findings)
CREATE TABLE finding_rules (
  id integer PRIMARY KEY NOT NULL CHECK (id = 1),
  critical_days integer NOT NULL CHECK (critical_days BETWEEN 1 AND 250),
  major_days integer NOT NULL CHECK (major_days BETWEEN 1 AND 250),
  minor_days integer NOT NULL CHECK (minor_days BETWEEN 1 AND 250),
  repeat_days integer NOT NULL CHECK (repeat_days BETWEEN 1 AND 730),
  revision integer NOT NULL
);
INSERT INTO finding_rules (id, critical_days, major_days, minor_days, repeat_days, revision) VALUES (1, 2, 10, 20, 90, 1);
-- the clock of a finding stands still for a reason; it runs again on again_on (owner: findings)
CREATE TABLE finding_pauses (
  id uuid PRIMARY KEY NOT NULL,
  finding_id uuid NOT NULL REFERENCES findings (id),
  reason text NOT NULL,
  from_on date NOT NULL,
  until_on date NOT NULL,
  again_on date NOT NULL,
  at timestamptz NOT NULL,
  until_at timestamptz NOT NULL,
  who uuid NOT NULL REFERENCES persons (id),
  ended_at timestamptz,
  ended_by uuid REFERENCES persons (id)
);
CREATE INDEX finding_pauses_finding ON finding_pauses (finding_id, at);
CREATE UNIQUE INDEX finding_pauses_open ON finding_pauses (finding_id) WHERE ended_at IS NULL;
-- when a finding or one of its actions was due before a pause (owner: findings)
CREATE TABLE finding_pause_dates (
  pause_id uuid NOT NULL REFERENCES finding_pauses (id),
  dated_id uuid NOT NULL,
  due_on date NOT NULL,
  PRIMARY KEY (pause_id, dated_id)
);
-- the order of the queue: what is sensitive first, then what is due first (owner: findings)
DROP INDEX findings_queue;
CREATE INDEX findings_queue ON findings (sensitive DESC, (coalesce(due_at, found_at)), id);
