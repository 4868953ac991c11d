DROP INDEX findings_open;
CREATE INDEX findings_open ON findings (unit_id, closed_at, due_at, question_id, process_id, layer, state, severity, escalation)
  WHERE closed_at IS NULL;
DROP TABLE figure_fresh;
CREATE TABLE figure_answers_by_question (
  unit_id uuid NOT NULL REFERENCES units (id),
  process_id uuid NOT NULL,
  question_id uuid NOT NULL,
  layer integer NOT NULL,
  day date NOT NULL,
  conforms integer NOT NULL,
  nonconforming integer NOT NULL,
  corrected integer NOT NULL,
  not_applicable integer NOT NULL,
  PRIMARY KEY (unit_id, question_id, layer, day)
);
INSERT INTO figure_answers_by_question
SELECT unit_id, process_id, question_id, layer, day, conforms, nonconforming, corrected, not_applicable FROM figure_answers;
DROP TABLE figure_answers;
ALTER TABLE figure_answers_by_question RENAME TO figure_answers;
CREATE INDEX figure_answers_day ON figure_answers (day);
CREATE INDEX figure_answers_place ON figure_answers (unit_id, day);
CREATE TABLE figure_audits_by_process (
  unit_id uuid NOT NULL REFERENCES units (id),
  process_id uuid NOT NULL,
  layer integer NOT NULL,
  day date NOT NULL,
  submitted integer NOT NULL,
  on_time integer NOT NULL,
  missed integer NOT NULL,
  excused integer NOT NULL,
  PRIMARY KEY (unit_id, process_id, layer, day)
);
INSERT INTO figure_audits_by_process
SELECT unit_id, process_id, layer, day, submitted, on_time, missed, excused FROM figure_audits;
DROP TABLE figure_audits;
ALTER TABLE figure_audits_by_process RENAME TO figure_audits;
CREATE INDEX figure_audits_day ON figure_audits (day);
DELETE FROM figure_months WHERE month < '1900-01-01';
DROP TABLE figure_units;
CREATE TABLE figure_units (
  unit_id uuid NOT NULL REFERENCES units (id),
  span text NOT NULL CHECK (span IN ('week', 'month')),
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
  span text NOT NULL CHECK (span IN ('week', 'month')),
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
  span text NOT NULL CHECK (span IN ('week', 'month')),
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
UPDATE figure_summed SET until = '1900-01-01', tree = 0;
