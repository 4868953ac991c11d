-- answers counted by unit, question, layer and local day (owner: figures)
CREATE TABLE figure_answers (
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
CREATE INDEX figure_answers_day ON figure_answers (day);
-- audits counted by unit, process, layer and local day (owner: figures)
CREATE TABLE figure_audits (
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
CREATE INDEX figure_audits_day ON figure_audits (day);
