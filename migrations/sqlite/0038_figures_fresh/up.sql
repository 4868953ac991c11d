-- what was counted since the sums were last moved on, of the days they hold: the job adds it to them (owner: figures). What is
-- about no question or layer has an id of zeros and layer 0 in their place.
CREATE TABLE figure_fresh (
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  day TEXT NOT NULL,
  process_id BLOB NOT NULL CHECK (length(process_id) = 16),
  question_id BLOB NOT NULL CHECK (length(question_id) = 16),
  layer INTEGER NOT NULL,
  conforms INTEGER NOT NULL,
  nonconforming INTEGER NOT NULL,
  corrected INTEGER NOT NULL,
  not_applicable INTEGER NOT NULL,
  submitted INTEGER NOT NULL,
  on_time INTEGER NOT NULL,
  missed INTEGER NOT NULL,
  excused INTEGER NOT NULL,
  found INTEGER NOT NULL,
  again INTEGER NOT NULL,
  after_fix INTEGER NOT NULL,
  closed_by_due INTEGER NOT NULL,
  closed_late INTEGER NOT NULL,
  fell_due INTEGER NOT NULL,
  PRIMARY KEY (unit_id, day, process_id, question_id, layer)
) STRICT, WITHOUT ROWID;
-- The days of a unit lie together: a submission touches one place of one tree, and some days are read without the years.
CREATE TABLE figure_answers_by_day (
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  process_id BLOB NOT NULL CHECK (length(process_id) = 16),
  question_id BLOB NOT NULL CHECK (length(question_id) = 16),
  layer INTEGER NOT NULL,
  day TEXT NOT NULL,
  conforms INTEGER NOT NULL,
  nonconforming INTEGER NOT NULL,
  corrected INTEGER NOT NULL,
  not_applicable INTEGER NOT NULL,
  PRIMARY KEY (unit_id, day, question_id, layer)
) STRICT, WITHOUT ROWID;
INSERT INTO figure_answers_by_day
SELECT unit_id, process_id, question_id, layer, day, conforms, nonconforming, corrected, not_applicable
FROM figure_answers
ORDER BY unit_id, day, question_id, layer;
DROP TABLE figure_answers;
ALTER TABLE figure_answers_by_day RENAME TO figure_answers;
CREATE TABLE figure_audits_by_day (
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  process_id BLOB NOT NULL CHECK (length(process_id) = 16),
  layer INTEGER NOT NULL,
  day TEXT NOT NULL,
  submitted INTEGER NOT NULL,
  on_time INTEGER NOT NULL,
  missed INTEGER NOT NULL,
  excused INTEGER NOT NULL,
  PRIMARY KEY (unit_id, day, process_id, layer)
) STRICT, WITHOUT ROWID;
INSERT INTO figure_audits_by_day
SELECT unit_id, process_id, layer, day, submitted, on_time, missed, excused
FROM figure_audits
ORDER BY unit_id, day, process_id, layer;
DROP TABLE figure_audits;
ALTER TABLE figure_audits_by_day RENAME TO figure_audits;
-- also by day: what begins or ends inside of a week or month is read from days
DROP TABLE figure_units;
CREATE TABLE figure_units (
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  span TEXT NOT NULL CHECK (span IN ('day', 'week', 'month')),
  begins TEXT NOT NULL,
  conforms INTEGER NOT NULL,
  nonconforming INTEGER NOT NULL,
  corrected INTEGER NOT NULL,
  not_applicable INTEGER NOT NULL,
  found INTEGER NOT NULL,
  PRIMARY KEY (unit_id, span, begins)
) STRICT, WITHOUT ROWID;
DROP TABLE figure_processes;
CREATE TABLE figure_processes (
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  span TEXT NOT NULL CHECK (span IN ('day', 'week', 'month')),
  begins TEXT NOT NULL,
  process_id BLOB NOT NULL CHECK (length(process_id) = 16),
  layer INTEGER NOT NULL,
  conforms INTEGER NOT NULL,
  nonconforming INTEGER NOT NULL,
  corrected INTEGER NOT NULL,
  not_applicable INTEGER NOT NULL,
  submitted INTEGER NOT NULL,
  on_time INTEGER NOT NULL,
  missed INTEGER NOT NULL,
  excused INTEGER NOT NULL,
  PRIMARY KEY (unit_id, span, begins, process_id, layer)
) STRICT, WITHOUT ROWID;
DROP TABLE figure_places;
CREATE TABLE figure_places (
  process_id BLOB NOT NULL CHECK (length(process_id) = 16),
  span TEXT NOT NULL CHECK (span IN ('day', 'week', 'month')),
  begins TEXT NOT NULL,
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  conforms INTEGER NOT NULL,
  nonconforming INTEGER NOT NULL,
  corrected INTEGER NOT NULL,
  not_applicable INTEGER NOT NULL,
  submitted INTEGER NOT NULL,
  on_time INTEGER NOT NULL,
  missed INTEGER NOT NULL,
  excused INTEGER NOT NULL,
  found INTEGER NOT NULL,
  PRIMARY KEY (process_id, span, begins, unit_id)
) STRICT, WITHOUT ROWID;
-- the sums are made anew by the job, figures are right meanwhile
UPDATE figure_summed SET until = '1900-01-01', tree = 0;
-- what is open now is counted and ordered from the index alone, also who has it and what found it
DROP INDEX findings_open;
CREATE INDEX findings_open ON findings (unit_id, closed_at, due_at, question_id, process_id, layer, state, severity, escalation, id, owner_id, origin_kind)
  WHERE closed_at IS NULL;
