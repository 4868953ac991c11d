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
ALTER TABLE questions DROP COLUMN goal_moves;
DROP TABLE figure_goals;
DROP TABLE figure_repeated;
CREATE TABLE figure_repeated (
  months INTEGER NOT NULL,
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  question_id BLOB NOT NULL CHECK (length(question_id) = 16),
  again INTEGER NOT NULL,
  after_fix INTEGER NOT NULL,
  PRIMARY KEY (months, unit_id, question_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX figure_repeated_most ON figure_repeated (months, after_fix DESC, again DESC, question_id, unit_id);
DROP INDEX findings_closure;
CREATE INDEX findings_closure ON findings (unit_id, closed_at, due_at, resolution);
DROP INDEX findings_unowned;
DROP INDEX findings_pressing;
ALTER TABLE figure_fresh DROP COLUMN planned;
ALTER TABLE figure_fresh DROP COLUMN open;
ALTER TABLE figure_months DROP COLUMN planned;
ALTER TABLE figure_months DROP COLUMN open;
UPDATE figure_summed SET until = '1900-01-01', tree = 0, ranked = '1900-01-01';
