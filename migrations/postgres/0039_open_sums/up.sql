-- How many findings are open now is summed, too, in the month of what is of no day (owner: figures).
ALTER TABLE figure_months ADD COLUMN open integer NOT NULL DEFAULT 0;
ALTER TABLE figure_months ADD COLUMN planned integer NOT NULL DEFAULT 0;
ALTER TABLE figure_fresh ADD COLUMN open integer NOT NULL DEFAULT 0;
ALTER TABLE figure_fresh ADD COLUMN planned integer NOT NULL DEFAULT 0;
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
  months integer NOT NULL,
  unit_id uuid NOT NULL REFERENCES units (id),
  question_id uuid NOT NULL,
  process_id uuid NOT NULL,
  again integer NOT NULL,
  after_fix integer NOT NULL,
  PRIMARY KEY (months, unit_id, question_id, process_id)
);
CREATE INDEX figure_repeated_most ON figure_repeated (months, after_fix DESC, again DESC, question_id, unit_id);
CREATE INDEX figure_repeated_process ON figure_repeated (months, process_id, after_fix DESC, again DESC, question_id, unit_id);
UPDATE figure_summed SET ranked = '1900-01-01';
-- answers and findings on the questions of a goal at a unit itself, by the week or month that begins on a day (owner: figures)
CREATE TABLE figure_goals (
  goal_id uuid NOT NULL REFERENCES goals (id),
  span text NOT NULL CHECK (span IN ('week', 'month')),
  begins date NOT NULL,
  unit_id uuid NOT NULL REFERENCES units (id),
  conforms integer NOT NULL,
  nonconforming integer NOT NULL,
  corrected integer NOT NULL,
  not_applicable integer NOT NULL,
  found integer NOT NULL,
  PRIMARY KEY (goal_id, span, begins, unit_id)
);
-- how often a question that had been asked came to serve another goal: sums by goal are made anew then (owner: checklists)
ALTER TABLE questions ADD COLUMN goal_moves integer NOT NULL DEFAULT 0;
-- the days of a unit lie together, as they are asked for
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
  PRIMARY KEY (process_id, unit_id, span, begins)
);
