-- more kinds of answer, a rule for the note, tags, and the words the question bank searches. SQLite writes a check anew
-- only with its table (owner: checklists)
CREATE TABLE question_versions_new (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  version_id BLOB NOT NULL CHECK (length(version_id) = 16) REFERENCES template_versions (id),
  question_id BLOB NOT NULL CHECK (length(question_id) = 16) REFERENCES questions (id),
  position INTEGER NOT NULL,
  section TEXT NOT NULL CHECK (json_valid(section)),
  texts TEXT NOT NULL CHECK (json_valid(texts)),
  clause_id BLOB CHECK (length(clause_id) = 16) REFERENCES clauses (id),
  edition_id BLOB CHECK (length(edition_id) = 16) REFERENCES editions (id),
  goal_id BLOB CHECK (length(goal_id) = 16) REFERENCES goals (id),
  severity TEXT NOT NULL CHECK (severity IN ('critical', 'major', 'minor')),
  kind TEXT NOT NULL CHECK (kind IN ('conformance', 'measure', 'choice', 'date', 'text')),
  measure_unit TEXT CHECK (json_valid(measure_unit)),
  limit_low REAL,
  limit_high REAL,
  photo TEXT NOT NULL CHECK (photo IN ('never', 'allowed', 'required')),
  layers TEXT NOT NULL,
  always INTEGER NOT NULL CHECK (always IN (0, 1)),
  max_age_days INTEGER NOT NULL,
  detail TEXT CHECK (json_valid(detail)),
  note TEXT NOT NULL DEFAULT 'optional' CHECK (note IN ('optional', 'required')),
  tags TEXT NOT NULL DEFAULT '',
  search TEXT NOT NULL DEFAULT '',
  UNIQUE (version_id, question_id)
) STRICT;
INSERT INTO question_versions_new (id, version_id, question_id, position, section, texts, clause_id, edition_id, goal_id, severity, kind, measure_unit,
  limit_low, limit_high, photo, layers, always, max_age_days)
SELECT id, version_id, question_id, position, section, texts, clause_id, edition_id, goal_id, severity, kind, measure_unit,
  limit_low, limit_high, photo, layers, always, max_age_days
FROM question_versions;
DROP TABLE question_versions;
ALTER TABLE question_versions_new RENAME TO question_versions;
-- a draft that is published by itself on a day, and who wants that
ALTER TABLE template_versions ADD COLUMN publish_on TEXT;
ALTER TABLE template_versions ADD COLUMN scheduled_by BLOB CHECK (length(scheduled_by) = 16) REFERENCES persons (id);
-- a question whose clause changed was looked at and stays as it is (owner: checklists)
CREATE TABLE clause_reviews (
  question_version_id BLOB NOT NULL CHECK (length(question_version_id) = 16) REFERENCES question_versions (id),
  edition_id BLOB NOT NULL CHECK (length(edition_id) = 16) REFERENCES editions (id),
  reviewed_at INTEGER NOT NULL,
  reviewed_by BLOB NOT NULL CHECK (length(reviewed_by) = 16) REFERENCES persons (id),
  note TEXT NOT NULL,
  PRIMARY KEY (question_version_id, edition_id)
) STRICT;
