-- nodes of the organisation tree (owner: agency)
CREATE TABLE units (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  parent_id BLOB CHECK (length(parent_id) = 16) REFERENCES units (id),
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('agency', 'division', 'department', 'office')),
  search TEXT NOT NULL,
  zone TEXT,
  position INTEGER NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  revision INTEGER NOT NULL
) STRICT;
CREATE INDEX units_parent ON units (parent_id);
-- every pair of a unit and a unit above it, itself included (depth 0); kept on every move (owner: agency)
CREATE TABLE unit_ancestors (
  ancestor_id BLOB NOT NULL CHECK (length(ancestor_id) = 16) REFERENCES units (id),
  descendant_id BLOB NOT NULL CHECK (length(descendant_id) = 16) REFERENCES units (id),
  depth INTEGER NOT NULL,
  PRIMARY KEY (ancestor_id, descendant_id)
) STRICT;
CREATE INDEX unit_ancestors_up ON unit_ancestors (descendant_id, depth);
-- levels of management that audit, numbered from the counter up (owner: agency)
CREATE TABLE layers (
  number INTEGER PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL
) STRICT;
-- working hours of a unit by weekday (1 is Monday); inherited down the tree (owner: agency)
CREATE TABLE opening_hours (
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  weekday INTEGER NOT NULL,
  opens_minute INTEGER NOT NULL,
  closes_minute INTEGER NOT NULL,
  PRIMARY KEY (unit_id, weekday)
) STRICT;
-- days a unit and everything below it does not work (owner: agency)
CREATE TABLE holidays (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  on_date TEXT NOT NULL,
  name TEXT NOT NULL,
  closure INTEGER NOT NULL CHECK (closure IN (0, 1)),
  UNIQUE (unit_id, on_date)
) STRICT;
