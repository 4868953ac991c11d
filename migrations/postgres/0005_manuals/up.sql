-- procedures manuals (owner: manuals)
CREATE TABLE manuals (
  id uuid PRIMARY KEY NOT NULL,
  code text NOT NULL UNIQUE,
  title text NOT NULL
);
-- editions of a manual; immutable once in force (owner: manuals)
CREATE TABLE editions (
  id uuid PRIMARY KEY NOT NULL,
  manual_id uuid NOT NULL REFERENCES manuals (id),
  number integer NOT NULL,
  state text NOT NULL CHECK (state IN ('draft', 'in_force', 'superseded')),
  in_force_from date NOT NULL,
  source_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  UNIQUE (manual_id, number)
);
-- identity of a clause across editions (owner: manuals)
CREATE TABLE clauses (
  id uuid PRIMARY KEY NOT NULL,
  manual_id uuid NOT NULL REFERENCES manuals (id),
  key text NOT NULL,
  UNIQUE (manual_id, key)
);
-- number, title and words of a clause in one edition (owner: manuals)
CREATE TABLE clause_texts (
  edition_id uuid NOT NULL REFERENCES editions (id),
  clause_id uuid NOT NULL REFERENCES clauses (id),
  number text NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  depth integer NOT NULL,
  position integer NOT NULL,
  PRIMARY KEY (edition_id, clause_id)
);
