-- procedures manuals (owner: manuals)
CREATE TABLE manuals (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  code TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL
) STRICT;
-- editions of a manual; immutable once in force (owner: manuals)
CREATE TABLE editions (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  manual_id BLOB NOT NULL CHECK (length(manual_id) = 16) REFERENCES manuals (id),
  number INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'in_force', 'superseded')),
  in_force_from TEXT NOT NULL,
  source_hash TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (manual_id, number)
) STRICT;
-- identity of a clause across editions (owner: manuals)
CREATE TABLE clauses (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  manual_id BLOB NOT NULL CHECK (length(manual_id) = 16) REFERENCES manuals (id),
  key TEXT NOT NULL,
  UNIQUE (manual_id, key)
) STRICT;
-- number, title and words of a clause in one edition (owner: manuals)
CREATE TABLE clause_texts (
  edition_id BLOB NOT NULL CHECK (length(edition_id) = 16) REFERENCES editions (id),
  clause_id BLOB NOT NULL CHECK (length(clause_id) = 16) REFERENCES clauses (id),
  number TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  depth INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (edition_id, clause_id)
) STRICT;
