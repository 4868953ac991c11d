-- findings of audits by the local date their window opened; closures, and what fell due unclosed, by the day at the agency: see
-- `Found` in figures/model.rs. What is about no question or layer has an id of zeros and layer 0 in their place.
ALTER TABLE figure_months ADD COLUMN found integer NOT NULL DEFAULT 0;
ALTER TABLE figure_months ADD COLUMN again integer NOT NULL DEFAULT 0;
ALTER TABLE figure_months ADD COLUMN after_fix integer NOT NULL DEFAULT 0;
ALTER TABLE figure_months ADD COLUMN closed_by_due integer NOT NULL DEFAULT 0;
ALTER TABLE figure_months ADD COLUMN closed_late integer NOT NULL DEFAULT 0;
ALTER TABLE figure_months ADD COLUMN fell_due integer NOT NULL DEFAULT 0;
-- answers and audits of a unit and all below it, by process, layer and the week or month that begins on a day; only of
-- units with others below (owner: figures)
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
-- answers and findings of a unit itself, by the week or month that begins on a day (owner: figures)
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
-- answers, audits and findings of a unit itself, by process and the week or month that begins on a day (owner: figures)
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
-- what audits found again at a unit itself, by month, question and process (owner: figures)
CREATE TABLE figure_repeats (
  month date NOT NULL,
  unit_id uuid NOT NULL REFERENCES units (id),
  question_id uuid NOT NULL,
  process_id uuid NOT NULL,
  again integer NOT NULL,
  after_fix integer NOT NULL,
  PRIMARY KEY (month, unit_id, question_id, process_id)
);
-- the same together, of the last so many whole months that are summed: ranked where pages ask for them (owner: figures)
CREATE TABLE figure_repeated (
  months integer NOT NULL,
  unit_id uuid NOT NULL REFERENCES units (id),
  question_id uuid NOT NULL,
  again integer NOT NULL,
  after_fix integer NOT NULL,
  PRIMARY KEY (months, unit_id, question_id)
);
CREATE INDEX figure_repeated_most ON figure_repeated (months, after_fix DESC, again DESC, question_id, unit_id);
-- the month before which the last whole months end
ALTER TABLE figure_summed ADD COLUMN ranked date NOT NULL DEFAULT '1900-01-01';
-- the sums are made anew by the job, figures are right meanwhile
UPDATE figure_summed SET until = '1900-01-01', tree = 0;
-- what is open now is counted from the index alone; what is closed is not in it
CREATE INDEX findings_open ON findings (unit_id, closed_at, due_at, question_id, process_id, layer, state, severity, escalation)
  WHERE closed_at IS NULL;
-- what no audit found is looked for beside the sums
CREATE INDEX findings_by_hand ON findings (unit_id, found_at, question_id, process_id, layer, repeat_of, state, resolution, origin_id, origin_kind)
  WHERE origin_kind <> 'audit';
-- the newest audits of a process, for the agreement of layers
CREATE INDEX audits_process ON audits (process_id, local_date, id, unit_id);
