-- who signs in or receives mail (owner: people)
CREATE TABLE persons (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  name TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE,
  search TEXT NOT NULL,
  password_hash TEXT,
  language TEXT NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  created_at INTEGER NOT NULL,
  revision INTEGER NOT NULL
) STRICT;
-- a person holds a role at a unit, which covers the unit's subtree (owner: people)
CREATE TABLE assignments (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  person_id BLOB NOT NULL CHECK (length(person_id) = 16) REFERENCES persons (id),
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  role TEXT NOT NULL CHECK (role IN ('staff', 'supervisor', 'manager', 'director', 'board', 'quality', 'administrator')),
  since TEXT NOT NULL,
  until TEXT
) STRICT;
CREATE INDEX assignments_person ON assignments (person_id);
CREATE INDEX assignments_unit ON assignments (unit_id, role);
-- signed-in devices (owner: people)
CREATE TABLE sessions (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  person_id BLOB NOT NULL CHECK (length(person_id) = 16) REFERENCES persons (id),
  token_hash TEXT NOT NULL UNIQUE,
  device TEXT NOT NULL,
  address TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX sessions_person ON sessions (person_id);
-- one-time links to choose a new password (owner: people)
CREATE TABLE password_resets (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  person_id BLOB NOT NULL CHECK (length(person_id) = 16) REFERENCES persons (id),
  token_hash TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;
-- failed sign-ins per account and per address (owner: people)
CREATE TABLE sign_in_throttles (
  key TEXT PRIMARY KEY NOT NULL,
  failures INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  blocked_until INTEGER
) STRICT;
