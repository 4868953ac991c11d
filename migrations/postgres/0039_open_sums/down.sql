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
ALTER TABLE questions DROP COLUMN goal_moves;
DROP TABLE figure_goals;
DROP TABLE figure_repeated;
CREATE TABLE figure_repeated (
  months integer NOT NULL,
  unit_id uuid NOT NULL REFERENCES units (id),
  question_id uuid NOT NULL,
  again integer NOT NULL,
  after_fix integer NOT NULL,
  PRIMARY KEY (months, unit_id, question_id)
);
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
