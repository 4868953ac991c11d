-- nodes of the organisation tree (owner: agency)
CREATE TABLE units (
  id uuid PRIMARY KEY NOT NULL,
  parent_id uuid REFERENCES units (id),
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('agency', 'division', 'department', 'office')),
  search text NOT NULL,
  zone text,
  position integer NOT NULL,
  active boolean NOT NULL,
  revision integer NOT NULL
);
CREATE INDEX units_parent ON units (parent_id);
-- every pair of a unit and a unit above it, itself included (depth 0); kept on every move (owner: agency)
CREATE TABLE unit_ancestors (
  ancestor_id uuid NOT NULL REFERENCES units (id),
  descendant_id uuid NOT NULL REFERENCES units (id),
  depth integer NOT NULL,
  PRIMARY KEY (ancestor_id, descendant_id)
);
CREATE INDEX unit_ancestors_up ON unit_ancestors (descendant_id, depth);
-- levels of management that audit, numbered from the counter up (owner: agency)
CREATE TABLE layers (
  number integer PRIMARY KEY NOT NULL,
  name text NOT NULL,
  role text NOT NULL
);
-- working hours of a unit by weekday (1 is Monday); inherited down the tree (owner: agency)
CREATE TABLE opening_hours (
  unit_id uuid NOT NULL REFERENCES units (id),
  weekday integer NOT NULL,
  opens_minute integer NOT NULL,
  closes_minute integer NOT NULL,
  PRIMARY KEY (unit_id, weekday)
);
-- days a unit and everything below it does not work (owner: agency)
CREATE TABLE holidays (
  id uuid PRIMARY KEY NOT NULL,
  unit_id uuid NOT NULL REFERENCES units (id),
  on_date date NOT NULL,
  name text NOT NULL,
  closure boolean NOT NULL,
  UNIQUE (unit_id, on_date)
);
