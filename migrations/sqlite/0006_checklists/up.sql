-- what is done to deliver services (owner: checklists)
CREATE TABLE processes (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL CHECK (json_valid(name))
) STRICT;
-- audit checklists, one a process (owner: checklists)
CREATE TABLE templates (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  process_id BLOB NOT NULL UNIQUE CHECK (length(process_id) = 16) REFERENCES processes (id),
  code TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL CHECK (json_valid(title)),
  search TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
-- versions of a template; a published one never changes (owner: checklists)
CREATE TABLE template_versions (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  template_id BLOB NOT NULL CHECK (length(template_id) = 16) REFERENCES templates (id),
  number INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
  title TEXT NOT NULL CHECK (json_valid(title)),
  intro TEXT NOT NULL CHECK (json_valid(intro)),
  ask TEXT NOT NULL CHECK (json_valid(ask)),
  source TEXT NOT NULL,
  source_hash TEXT NOT NULL,
  note TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by BLOB CHECK (length(created_by) = 16) REFERENCES persons (id),
  published_at INTEGER,
  published_by BLOB CHECK (length(published_by) = 16) REFERENCES persons (id),
  UNIQUE (template_id, number)
) STRICT;
-- identity of a question across versions (owner: checklists)
CREATE TABLE questions (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  template_id BLOB NOT NULL CHECK (length(template_id) = 16) REFERENCES templates (id),
  code TEXT NOT NULL,
  goal_id BLOB CHECK (length(goal_id) = 16) REFERENCES goals (id),
  UNIQUE (template_id, code)
) STRICT;
-- a question as it was asked: immutable (owner: checklists)
CREATE TABLE question_versions (
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
