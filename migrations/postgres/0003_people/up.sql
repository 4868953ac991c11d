-- who signs in or receives mail (owner: people)
CREATE TABLE persons (
  id uuid PRIMARY KEY NOT NULL,
  name text NOT NULL,
  email text NOT NULL UNIQUE,
  search text NOT NULL,
  password_hash text,
  language text NOT NULL,
  active boolean NOT NULL,
  created_at timestamptz NOT NULL,
  revision integer NOT NULL
);
-- a person holds a role at a unit, which covers the unit's subtree (owner: people)
CREATE TABLE assignments (
  id uuid PRIMARY KEY NOT NULL,
  person_id uuid NOT NULL REFERENCES persons (id),
  unit_id uuid NOT NULL REFERENCES units (id),
  role text NOT NULL CHECK (role IN ('staff', 'supervisor', 'manager', 'director', 'board', 'quality', 'administrator')),
  since date NOT NULL,
  until date
);
CREATE INDEX assignments_person ON assignments (person_id);
CREATE INDEX assignments_unit ON assignments (unit_id, role);
-- signed-in devices (owner: people)
CREATE TABLE sessions (
  id uuid PRIMARY KEY NOT NULL,
  person_id uuid NOT NULL REFERENCES persons (id),
  token_hash text NOT NULL UNIQUE,
  device text NOT NULL,
  address text NOT NULL,
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX sessions_person ON sessions (person_id);
-- one-time links to choose a new password (owner: people)
CREATE TABLE password_resets (
  id uuid PRIMARY KEY NOT NULL,
  person_id uuid NOT NULL REFERENCES persons (id),
  token_hash text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
-- failed sign-ins per account and per address (owner: people)
CREATE TABLE sign_in_throttles (
  key text PRIMARY KEY NOT NULL,
  failures integer NOT NULL,
  last_at timestamptz NOT NULL,
  blocked_until timestamptz
);
