-- answers counted by unit, question, layer and local day (owner: figures)
CREATE TABLE figure_answers (
  unit_id uuid NOT NULL REFERENCES units (id),
  process_id uuid NOT NULL,
  question_id uuid NOT NULL,
  layer integer NOT NULL,
  day date NOT NULL,
  conforms integer NOT NULL,
  nonconforming integer NOT NULL,
  corrected integer NOT NULL,
  not_applicable integer NOT NULL,
  PRIMARY KEY (unit_id, question_id, layer, day)
);
CREATE INDEX figure_answers_day ON figure_answers (day);
-- audits counted by unit, process, layer and local day (owner: figures)
CREATE TABLE figure_audits (
  unit_id uuid NOT NULL REFERENCES units (id),
  process_id uuid NOT NULL,
  layer integer NOT NULL,
  day date NOT NULL,
  submitted integer NOT NULL,
  on_time integer NOT NULL,
  missed integer NOT NULL,
  excused integer NOT NULL,
  PRIMARY KEY (unit_id, process_id, layer, day)
);
CREATE INDEX figure_audits_day ON figure_audits (day);
