DROP TABLE clause_reviews;
ALTER TABLE template_versions DROP COLUMN scheduled_by;
ALTER TABLE template_versions DROP COLUMN publish_on;
CREATE TABLE question_versions_old (
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
  kind TEXT NOT NULL CHECK (kind IN ('conformance', 'measure')),
  measure_unit TEXT CHECK (json_valid(measure_unit)),
  limit_low REAL,
  limit_high REAL,
  photo TEXT NOT NULL CHECK (photo IN ('never', 'allowed', 'required')),
  layers TEXT NOT NULL,
  always INTEGER NOT NULL CHECK (always IN (0, 1)),
  max_age_days INTEGER NOT NULL,
  UNIQUE (version_id, question_id)
) STRICT;
INSERT INTO question_versions_old
SELECT id, version_id, question_id, position, section, texts, clause_id, edition_id, goal_id, severity, kind, measure_unit,
  limit_low, limit_high, photo, layers, always, max_age_days
FROM question_versions;
DROP TABLE question_versions;
ALTER TABLE question_versions_old RENAME TO question_versions;
