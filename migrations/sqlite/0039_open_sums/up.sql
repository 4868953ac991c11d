-- How many findings are open now is summed, too, in the month of what is of no day (owner: figures).
ALTER TABLE figure_months ADD COLUMN open INTEGER NOT NULL DEFAULT 0;
ALTER TABLE figure_months ADD COLUMN planned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE figure_fresh ADD COLUMN open INTEGER NOT NULL DEFAULT 0;
ALTER TABLE figure_fresh ADD COLUMN planned INTEGER NOT NULL DEFAULT 0;
-- the sums are made anew by the job, figures are right meanwhile
UPDATE figure_summed SET until = '1900-01-01', tree = 0;
-- what is asked of a board is found without going through all that is open
CREATE INDEX findings_pressing ON findings (unit_id, closed_at, due_at, id, severity, escalation, process_id, question_id, layer)
  WHERE closed_at IS NULL AND (escalation >= 2 OR severity = 'critical');
CREATE INDEX findings_unowned ON findings (unit_id, closed_at, owner_id, origin_kind, state, id, process_id, question_id, layer)
  WHERE closed_at IS NULL AND owner_id IS NULL;
-- what was closed between two moments is counted from the index alone
DROP INDEX findings_closure;
CREATE INDEX findings_closure ON findings (unit_id, closed_at, due_at, resolution, question_id, process_id, layer)
  WHERE closed_at IS NOT NULL;
-- what was found again is ranked by process as well
DROP TABLE figure_repeated;
CREATE TABLE figure_repeated (
  months INTEGER NOT NULL,
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  question_id BLOB NOT NULL CHECK (length(question_id) = 16),
  process_id BLOB NOT NULL CHECK (length(process_id) = 16),
  again INTEGER NOT NULL,
  after_fix INTEGER NOT NULL,
  PRIMARY KEY (months, unit_id, question_id, process_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX figure_repeated_most ON figure_repeated (months, after_fix DESC, again DESC, question_id, unit_id);
CREATE INDEX figure_repeated_process ON figure_repeated (months, process_id, after_fix DESC, again DESC, question_id, unit_id);
UPDATE figure_summed SET ranked = '1900-01-01';
-- answers and findings on the questions of a goal at a unit itself, by the week or month that begins on a day (owner: figures)
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
-- how often a question that had been asked came to serve another goal: sums by goal are made anew then (owner: checklists)
ALTER TABLE questions ADD COLUMN goal_moves INTEGER NOT NULL DEFAULT 0;
-- the days of a unit lie together, as they are asked for
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
  PRIMARY KEY (process_id, unit_id, span, begins)
) STRICT, WITHOUT ROWID;
