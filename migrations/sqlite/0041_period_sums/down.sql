DROP INDEX findings_open_process;
DROP INDEX findings_closed;
ALTER TABLE figure_goals RENAME TO figure_goals_before;
CREATE TABLE figure_goals (
  goal_id BLOB NOT NULL CHECK (length(goal_id) = 16) REFERENCES goals (id),
  span TEXT NOT NULL CHECK (span IN ('week', 'month')),
  begins TEXT NOT NULL,
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  conforms INTEGER NOT NULL,
  nonconforming INTEGER NOT NULL,
  corrected INTEGER NOT NULL,
  not_applicable INTEGER NOT NULL,
  found INTEGER NOT NULL,
  PRIMARY KEY (goal_id, span, begins, unit_id)
) STRICT, WITHOUT ROWID;
INSERT INTO figure_goals (goal_id, span, begins, unit_id, conforms, nonconforming, corrected, not_applicable, found)
  SELECT goal_id, span, begins, unit_id, conforms, nonconforming, corrected, not_applicable, found
  FROM figure_goals_before WHERE span IN ('week', 'month') ORDER BY goal_id, span, begins, unit_id;
DROP TABLE figure_goals_before;
ALTER TABLE figure_places RENAME TO figure_places_before;
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
  PRIMARY KEY (process_id, unit_id, span, begins)
) STRICT, WITHOUT ROWID;
INSERT INTO figure_places (process_id, span, begins, unit_id, conforms, nonconforming, corrected, not_applicable, submitted, on_time, missed, excused, found)
  SELECT process_id, span, begins, unit_id, conforms, nonconforming, corrected, not_applicable, submitted, on_time, missed, excused, found
  FROM figure_places_before WHERE span IN ('day', 'week', 'month') ORDER BY process_id, unit_id, span, begins;
DROP TABLE figure_places_before;
ALTER TABLE figure_processes RENAME TO figure_processes_before;
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
INSERT INTO figure_processes (unit_id, span, begins, process_id, layer, conforms, nonconforming, corrected, not_applicable, submitted, on_time, missed, excused)
  SELECT unit_id, span, begins, process_id, layer, conforms, nonconforming, corrected, not_applicable, submitted, on_time, missed, excused
  FROM figure_processes_before WHERE span IN ('day', 'week', 'month') ORDER BY unit_id, span, begins, process_id, layer;
DROP TABLE figure_processes_before;
ALTER TABLE figure_units RENAME TO figure_units_before;
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
INSERT INTO figure_units (unit_id, span, begins, conforms, nonconforming, corrected, not_applicable, found)
  SELECT unit_id, span, begins, conforms, nonconforming, corrected, not_applicable, found
  FROM figure_units_before WHERE span IN ('day', 'week', 'month') ORDER BY unit_id, span, begins;
DROP TABLE figure_units_before;
ALTER TABLE figure_months RENAME TO figure_months_before;
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
  found INTEGER NOT NULL,
  again INTEGER NOT NULL,
  after_fix INTEGER NOT NULL,
  closed_by_due INTEGER NOT NULL,
  closed_late INTEGER NOT NULL,
  fell_due INTEGER NOT NULL,
  open INTEGER NOT NULL,
  planned INTEGER NOT NULL,
  PRIMARY KEY (unit_id, month, question_id, layer, process_id)
) STRICT, WITHOUT ROWID;
INSERT INTO figure_months (unit_id, month, question_id, layer, process_id, conforms, nonconforming, corrected, not_applicable, found, again, after_fix, closed_by_due, closed_late, fell_due, open, planned)
  SELECT unit_id, begins, question_id, layer, process_id, conforms, nonconforming, corrected, not_applicable, found, again, after_fix, closed_by_due, closed_late, fell_due, open, planned
  FROM figure_months_before WHERE span = 'month' ORDER BY unit_id, begins, question_id, layer, process_id;
DROP TABLE figure_months_before;
UPDATE figure_summed SET ranked = '1900-01-01';
