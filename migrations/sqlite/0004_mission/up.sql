-- what the agency (or a department) promises (owner: mission)
CREATE TABLE mission_statements (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  unit_id BLOB NOT NULL UNIQUE CHECK (length(unit_id) = 16) REFERENCES units (id),
  statement TEXT NOT NULL CHECK (json_valid(statement)),
  revision INTEGER NOT NULL
) STRICT;
-- goals of a mission statement (owner: mission)
CREATE TABLE goals (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  code TEXT NOT NULL,
  title TEXT NOT NULL CHECK (json_valid(title)),
  body TEXT NOT NULL CHECK (json_valid(body)),
  target INTEGER NOT NULL,
  position INTEGER NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  UNIQUE (unit_id, code)
) STRICT;
-- measurable objectives of a goal (owner: mission)
CREATE TABLE objectives (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  goal_id BLOB NOT NULL CHECK (length(goal_id) = 16) REFERENCES goals (id),
  code TEXT NOT NULL,
  title TEXT NOT NULL CHECK (json_valid(title)),
  measure TEXT NOT NULL CHECK (json_valid(measure)),
  target TEXT NOT NULL CHECK (json_valid(target)),
  position INTEGER NOT NULL,
  UNIQUE (goal_id, code)
) STRICT;
