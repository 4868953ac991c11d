-- answers and audits of a unit and all below it, by layer and local day; only of units with others below (owner: figures)
CREATE TABLE figure_days (
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  day TEXT NOT NULL,
  layer INTEGER NOT NULL,
  conforms INTEGER NOT NULL,
  nonconforming INTEGER NOT NULL,
  corrected INTEGER NOT NULL,
  not_applicable INTEGER NOT NULL,
  submitted INTEGER NOT NULL,
  on_time INTEGER NOT NULL,
  missed INTEGER NOT NULL,
  excused INTEGER NOT NULL,
  PRIMARY KEY (unit_id, day, layer)
) STRICT, WITHOUT ROWID;
-- answers of a unit and all below it, by question, layer and month; only of units with others below (owner: figures)
CREATE TABLE figure_months (
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  month TEXT NOT NULL,
  question_id BLOB NOT NULL CHECK (length(question_id) = 16),
  layer INTEGER NOT NULL,
  process_id BLOB NOT NULL CHECK (length(process_id) = 16),
  conforms INTEGER NOT NULL,
  nonconforming INTEGER NOT NULL,
  corrected INTEGER NOT NULL,
  not_applicable INTEGER NOT NULL,
  PRIMARY KEY (unit_id, month, question_id, layer, process_id)
) STRICT, WITHOUT ROWID;
-- answers of a unit itself, by layer and the week or month that begins on a day (owner: figures)
CREATE TABLE figure_units (
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  span TEXT NOT NULL CHECK (span IN ('week', 'month')),
  begins TEXT NOT NULL,
  layer INTEGER NOT NULL,
  conforms INTEGER NOT NULL,
  nonconforming INTEGER NOT NULL,
  corrected INTEGER NOT NULL,
  not_applicable INTEGER NOT NULL,
  PRIMARY KEY (unit_id, span, begins, layer)
) STRICT, WITHOUT ROWID;
-- one row: the days before which one are in these three tables, and the mark of the tree they are of (owner: figures)
CREATE TABLE figure_summed (
  id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
  until TEXT NOT NULL,
  tree INTEGER NOT NULL
) STRICT;
INSERT INTO figure_summed (id, until, tree) VALUES (1, '1900-01-01', 0);
-- the days of an office are read without its years
CREATE INDEX figure_answers_place ON figure_answers (unit_id, day);
-- closure on time is counted from the index alone
CREATE INDEX findings_closure ON findings (unit_id, closed_at, due_at, resolution);
CREATE INDEX findings_place ON findings (unit_id, found_at);
