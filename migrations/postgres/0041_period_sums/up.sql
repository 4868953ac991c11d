-- answers and findings of a unit and all below it, by question, layer, process and month (the first of 1800 is of all that was
-- late and of what is open), and by the periods of pages: three or twelve whole months that end before the month that is
-- running or before such a period; only of units with others below (owner: figures)
ALTER TABLE figure_months DROP CONSTRAINT figure_months_pkey;
ALTER TABLE figure_months RENAME TO figure_months_before;
CREATE TABLE figure_months (
  unit_id uuid NOT NULL REFERENCES units (id),
  span text NOT NULL CHECK (span IN ('month', '3-months', '12-months')),
  begins date NOT NULL,
  question_id uuid NOT NULL,
  layer integer NOT NULL,
  process_id uuid NOT NULL,
  conforms integer NOT NULL,
  nonconforming integer NOT NULL,
  corrected integer NOT NULL,
  not_applicable integer NOT NULL,
  found integer NOT NULL,
  again integer NOT NULL,
  after_fix integer NOT NULL,
  closed_by_due integer NOT NULL,
  closed_late integer NOT NULL,
  fell_due integer NOT NULL,
  open integer NOT NULL,
  planned integer NOT NULL,
  PRIMARY KEY (unit_id, span, begins, question_id, layer, process_id)
);
INSERT INTO figure_months (unit_id, span, begins, question_id, layer, process_id, conforms, nonconforming, corrected, not_applicable, found, again, after_fix, closed_by_due, closed_late, fell_due, open, planned)
  SELECT unit_id, 'month', month, question_id, layer, process_id, conforms, nonconforming, corrected, not_applicable, found, again, after_fix, closed_by_due, closed_late, fell_due, open, planned
  FROM figure_months_before ORDER BY unit_id, month, question_id, layer, process_id;
DROP TABLE figure_months_before;
-- the same periods of answers and findings of a unit itself; units of the same days lie together, as pages ask for them
ALTER TABLE figure_units DROP CONSTRAINT figure_units_pkey;
ALTER TABLE figure_units RENAME TO figure_units_before;
CREATE TABLE figure_units (
  unit_id uuid NOT NULL REFERENCES units (id),
  span text NOT NULL CHECK (span IN ('day', 'week', 'month', '3-months', '12-months')),
  begins date NOT NULL,
  conforms integer NOT NULL,
  nonconforming integer NOT NULL,
  corrected integer NOT NULL,
  not_applicable integer NOT NULL,
  found integer NOT NULL,
  PRIMARY KEY (span, begins, unit_id)
);
INSERT INTO figure_units (unit_id, span, begins, conforms, nonconforming, corrected, not_applicable, found)
  SELECT unit_id, span, begins, conforms, nonconforming, corrected, not_applicable, found
  FROM figure_units_before ORDER BY span, begins, unit_id;
DROP TABLE figure_units_before;
-- of answers and audits of a unit and all below it, by process and layer
ALTER TABLE figure_processes DROP CONSTRAINT figure_processes_pkey;
ALTER TABLE figure_processes RENAME TO figure_processes_before;
CREATE TABLE figure_processes (
  unit_id uuid NOT NULL REFERENCES units (id),
  span text NOT NULL CHECK (span IN ('day', 'week', 'month', '3-months', '12-months')),
  begins date NOT NULL,
  process_id uuid NOT NULL,
  layer integer NOT NULL,
  conforms integer NOT NULL,
  nonconforming integer NOT NULL,
  corrected integer NOT NULL,
  not_applicable integer NOT NULL,
  submitted integer NOT NULL,
  on_time integer NOT NULL,
  missed integer NOT NULL,
  excused integer NOT NULL,
  PRIMARY KEY (unit_id, span, begins, process_id, layer)
);
INSERT INTO figure_processes (unit_id, span, begins, process_id, layer, conforms, nonconforming, corrected, not_applicable, submitted, on_time, missed, excused)
  SELECT unit_id, span, begins, process_id, layer, conforms, nonconforming, corrected, not_applicable, submitted, on_time, missed, excused
  FROM figure_processes_before ORDER BY unit_id, span, begins, process_id, layer;
DROP TABLE figure_processes_before;
-- of answers, audits and findings of a unit itself, by process; likewise
ALTER TABLE figure_places DROP CONSTRAINT figure_places_pkey;
ALTER TABLE figure_places RENAME TO figure_places_before;
CREATE TABLE figure_places (
  process_id uuid NOT NULL,
  span text NOT NULL CHECK (span IN ('day', 'week', 'month', '3-months', '12-months')),
  begins date NOT NULL,
  unit_id uuid NOT NULL REFERENCES units (id),
  conforms integer NOT NULL,
  nonconforming integer NOT NULL,
  corrected integer NOT NULL,
  not_applicable integer NOT NULL,
  submitted integer NOT NULL,
  on_time integer NOT NULL,
  missed integer NOT NULL,
  excused integer NOT NULL,
  found integer NOT NULL,
  PRIMARY KEY (process_id, span, begins, unit_id)
);
INSERT INTO figure_places (process_id, span, begins, unit_id, conforms, nonconforming, corrected, not_applicable, submitted, on_time, missed, excused, found)
  SELECT process_id, span, begins, unit_id, conforms, nonconforming, corrected, not_applicable, submitted, on_time, missed, excused, found
  FROM figure_places_before ORDER BY process_id, span, begins, unit_id;
DROP TABLE figure_places_before;
-- of answers and findings on the questions of a goal at a unit itself
ALTER TABLE figure_goals DROP CONSTRAINT figure_goals_pkey;
ALTER TABLE figure_goals RENAME TO figure_goals_before;
CREATE TABLE figure_goals (
  goal_id uuid NOT NULL REFERENCES goals (id),
  span text NOT NULL CHECK (span IN ('week', 'month', '3-months', '12-months')),
  begins date NOT NULL,
  unit_id uuid NOT NULL REFERENCES units (id),
  conforms integer NOT NULL,
  nonconforming integer NOT NULL,
  corrected integer NOT NULL,
  not_applicable integer NOT NULL,
  found integer NOT NULL,
  PRIMARY KEY (goal_id, span, begins, unit_id)
);
INSERT INTO figure_goals (goal_id, span, begins, unit_id, conforms, nonconforming, corrected, not_applicable, found)
  SELECT goal_id, span, begins, unit_id, conforms, nonconforming, corrected, not_applicable, found
  FROM figure_goals_before ORDER BY goal_id, span, begins, unit_id;
DROP TABLE figure_goals_before;
-- the job sums the periods
UPDATE figure_summed SET ranked = '1900-01-01';
-- what was closed lately is counted without going through every unit (owner: findings)
CREATE INDEX findings_closed ON findings (closed_at, due_at, unit_id, resolution, question_id, process_id, layer)
  WHERE closed_at IS NOT NULL;
-- what is open of a process is found without going through all that is open
CREATE INDEX findings_open_process ON findings (process_id, unit_id, due_at, state) WHERE closed_at IS NULL;
