-- answers and audits of a unit and all below it, by layer and local day; only of units with others below (owner: figures)
CREATE TABLE figure_days (
  unit_id uuid NOT NULL REFERENCES units (id),
  day date NOT NULL,
  layer integer NOT NULL,
  conforms integer NOT NULL,
  nonconforming integer NOT NULL,
  corrected integer NOT NULL,
  not_applicable integer NOT NULL,
  submitted integer NOT NULL,
  on_time integer NOT NULL,
  missed integer NOT NULL,
  excused integer NOT NULL,
  PRIMARY KEY (unit_id, day, layer)
);
-- answers of a unit and all below it, by question, layer and month; only of units with others below (owner: figures)
CREATE TABLE figure_months (
  unit_id uuid NOT NULL REFERENCES units (id),
  month date NOT NULL,
  question_id uuid NOT NULL,
  layer integer NOT NULL,
  process_id uuid NOT NULL,
  conforms integer NOT NULL,
  nonconforming integer NOT NULL,
  corrected integer NOT NULL,
  not_applicable integer NOT NULL,
  PRIMARY KEY (unit_id, month, question_id, layer, process_id)
);
-- answers of a unit itself, by layer and the week or month that begins on a day (owner: figures)
CREATE TABLE figure_units (
  unit_id uuid NOT NULL REFERENCES units (id),
  span text NOT NULL CHECK (span IN ('week', 'month')),
  begins date NOT NULL,
  layer integer NOT NULL,
  conforms integer NOT NULL,
  nonconforming integer NOT NULL,
  corrected integer NOT NULL,
  not_applicable integer NOT NULL,
  PRIMARY KEY (unit_id, span, begins, layer)
);
-- one row: the days before which one are in these three tables, and the mark of the tree they are of (owner: figures)
CREATE TABLE figure_summed (
  id integer PRIMARY KEY NOT NULL CHECK (id = 1),
  until date NOT NULL,
  tree bigint NOT NULL
);
INSERT INTO figure_summed (id, until, tree) VALUES (1, '1900-01-01', 0);
-- the days of an office are read without its years
CREATE INDEX figure_answers_place ON figure_answers (unit_id, day);
-- closure on time is counted from the index alone
CREATE INDEX findings_closure ON findings (unit_id, closed_at, due_at, resolution);
CREATE INDEX findings_place ON findings (unit_id, found_at);
