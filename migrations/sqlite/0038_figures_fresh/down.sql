DROP INDEX findings_open;
CREATE INDEX findings_open ON findings (unit_id, closed_at, due_at, question_id, process_id, layer, state, severity, escalation)
  WHERE closed_at IS NULL;
DROP TABLE figure_fresh;
CREATE TABLE figure_answers_by_question (
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  process_id BLOB NOT NULL CHECK (length(process_id) = 16),
  question_id BLOB NOT NULL CHECK (length(question_id) = 16),
  layer INTEGER NOT NULL,
  day TEXT NOT NULL,
  conforms INTEGER NOT NULL,
  nonconforming INTEGER NOT NULL,
  corrected INTEGER NOT NULL,
  not_applicable INTEGER NOT NULL,
  PRIMARY KEY (unit_id, question_id, layer, day)
) STRICT;
INSERT INTO figure_answers_by_question
SELECT unit_id, process_id, question_id, layer, day, conforms, nonconforming, corrected, not_applicable FROM figure_answers;
DROP TABLE figure_answers;
ALTER TABLE figure_answers_by_question RENAME TO figure_answers;
CREATE INDEX figure_answers_day ON figure_answers (day);
CREATE INDEX figure_answers_place ON figure_answers (unit_id, day);
CREATE TABLE figure_audits_by_process (
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  process_id BLOB NOT NULL CHECK (length(process_id) = 16),
  layer INTEGER NOT NULL,
  day TEXT NOT NULL,
  submitted INTEGER NOT NULL,
  on_time INTEGER NOT NULL,
  missed INTEGER NOT NULL,
  excused INTEGER NOT NULL,
  PRIMARY KEY (unit_id, process_id, layer, day)
) STRICT;
INSERT INTO figure_audits_by_process
SELECT unit_id, process_id, layer, day, submitted, on_time, missed, excused FROM figure_audits;
DROP TABLE figure_audits;
ALTER TABLE figure_audits_by_process RENAME TO figure_audits;
CREATE INDEX figure_audits_day ON figure_audits (day);
DELETE FROM figure_months WHERE month < '1900-01-01';
DROP TABLE figure_units;
CREATE TABLE figure_units (
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  span TEXT NOT NULL CHECK (span IN ('week', 'month')),
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
  span TEXT NOT NULL CHECK (span IN ('week', 'month')),
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
  span TEXT NOT NULL CHECK (span IN ('week', 'month')),
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
UPDATE figure_summed SET until = '1900-01-01', tree = 0;
