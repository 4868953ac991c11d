-- what is done to deliver services (owner: checklists)
CREATE TABLE processes (
  id uuid PRIMARY KEY NOT NULL,
  code text NOT NULL UNIQUE,
  name jsonb NOT NULL
);
-- audit checklists, one a process (owner: checklists)
CREATE TABLE templates (
  id uuid PRIMARY KEY NOT NULL,
  process_id uuid NOT NULL UNIQUE REFERENCES processes (id),
  code text NOT NULL UNIQUE,
  title jsonb NOT NULL,
  search text NOT NULL,
  created_at timestamptz NOT NULL
);
-- versions of a template; a published one never changes (owner: checklists)
CREATE TABLE template_versions (
  id uuid PRIMARY KEY NOT NULL,
  template_id uuid NOT NULL REFERENCES templates (id),
  number integer NOT NULL,
  state text NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
  title jsonb NOT NULL,
  intro jsonb NOT NULL,
  ask jsonb NOT NULL,
  source text NOT NULL,
  source_hash text NOT NULL,
  note text NOT NULL,
  created_at timestamptz NOT NULL,
  created_by uuid REFERENCES persons (id),
  published_at timestamptz,
  published_by uuid REFERENCES persons (id),
  UNIQUE (template_id, number)
);
-- identity of a question across versions (owner: checklists)
CREATE TABLE questions (
  id uuid PRIMARY KEY NOT NULL,
  template_id uuid NOT NULL REFERENCES templates (id),
  code text NOT NULL,
  goal_id uuid REFERENCES goals (id),
  UNIQUE (template_id, code)
);
-- a question as it was asked: immutable (owner: checklists)
CREATE TABLE question_versions (
  id uuid PRIMARY KEY NOT NULL,
  version_id uuid NOT NULL REFERENCES template_versions (id),
  question_id uuid NOT NULL REFERENCES questions (id),
  position integer NOT NULL,
  section jsonb NOT NULL,
  texts jsonb NOT NULL,
  clause_id uuid REFERENCES clauses (id),
  edition_id uuid REFERENCES editions (id),
  goal_id uuid REFERENCES goals (id),
  severity text NOT NULL CHECK (severity IN ('critical', 'major', 'minor')),
  kind text NOT NULL CHECK (kind IN ('conformance', 'measure')),
  measure_unit jsonb,
  limit_low double precision,
  limit_high double precision,
  photo text NOT NULL CHECK (photo IN ('never', 'allowed', 'required')),
  layers text NOT NULL,
  always boolean NOT NULL,
  max_age_days integer NOT NULL,
  UNIQUE (version_id, question_id)
);
