-- what was counted since the sums were last moved on, of the days they hold: the job adds it to them (owner: figures). What is
-- about no question or layer has an id of zeros and layer 0 in their place.
CREATE TABLE figure_fresh (
  unit_id uuid NOT NULL REFERENCES units (id),
  day date NOT NULL,
  process_id uuid NOT NULL,
  question_id uuid NOT NULL,
  layer integer NOT NULL,
  conforms integer NOT NULL,
  nonconforming integer NOT NULL,
  corrected integer NOT NULL,
  not_applicable integer NOT NULL,
  submitted integer NOT NULL,
  on_time integer NOT NULL,
  missed integer NOT NULL,
  excused integer NOT NULL,
  found integer NOT NULL,
  again integer NOT NULL,
  after_fix integer NOT NULL,
  closed_by_due integer NOT NULL,
  closed_late integer NOT NULL,
  fell_due integer NOT NULL,
  PRIMARY KEY (unit_id, day, process_id, question_id, layer)
);
-- The days of a unit lie together: a submission touches one place of one tree, and some days are read without the years.
CREATE TABLE figure_answers_by_day (
  unit_id uuid NOT NULL REFERENCES units (id),
  process_id uuid NOT NULL,
  question_id uuid NOT NULL,
  layer integer NOT NULL,
  day date NOT NULL,
  conforms integer NOT NULL,
  nonconforming integer NOT NULL,
  corrected integer NOT NULL,
  not_applicable integer NOT NULL,
  PRIMARY KEY (unit_id, day, question_id, layer)
);
INSERT INTO figure_answers_by_day
SELECT unit_id, process_id, question_id, layer, day, conforms, nonconforming, corrected, not_applicable
FROM figure_answers
ORDER BY unit_id, day, question_id, layer;
DROP TABLE figure_answers;
ALTER TABLE figure_answers_by_day RENAME TO figure_answers;
CREATE TABLE figure_audits_by_day (
  unit_id uuid NOT NULL REFERENCES units (id),
  process_id uuid NOT NULL,
  layer integer NOT NULL,
  day date NOT NULL,
  submitted integer NOT NULL,
  on_time integer NOT NULL,
  missed integer NOT NULL,
  excused integer NOT NULL,
  PRIMARY KEY (unit_id, day, process_id, layer)
);
INSERT INTO figure_audits_by_day
SELECT unit_id, process_id, layer, day, submitted, on_time, missed, excused
FROM figure_audits
ORDER BY unit_id, day, process_id, layer;
DROP TABLE figure_audits;
ALTER TABLE figure_audits_by_day RENAME TO figure_audits;
-- also by day: what begins or ends inside of a week or month is read from days
DROP TABLE figure_units;
CREATE TABLE figure_units (
  unit_id uuid NOT NULL REFERENCES units (id),
  span text NOT NULL CHECK (span IN ('day', 'week', 'month')),
  begins date NOT NULL,
  conforms integer NOT NULL,
  nonconforming integer NOT NULL,
  corrected integer NOT NULL,
  not_applicable integer NOT NULL,
  found integer NOT NULL,
  PRIMARY KEY (unit_id, span, begins)
);
DROP TABLE figure_processes;
CREATE TABLE figure_processes (
  unit_id uuid NOT NULL REFERENCES units (id),
  span text NOT NULL CHECK (span IN ('day', 'week', 'month')),
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
DROP TABLE figure_places;
CREATE TABLE figure_places (
  process_id uuid NOT NULL,
  span text NOT NULL CHECK (span IN ('day', 'week', 'month')),
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
-- the sums are made anew by the job, figures are right meanwhile
UPDATE figure_summed SET until = '1900-01-01', tree = 0;
-- what is open now is counted and ordered from the index alone, also who has it and what found it
DROP INDEX findings_open;
CREATE INDEX findings_open ON findings (unit_id, closed_at, due_at, question_id, process_id, layer, state, severity, escalation, id, owner_id, origin_kind)
  WHERE closed_at IS NULL;
