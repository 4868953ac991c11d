-- what the agency (or a department) promises (owner: mission)
CREATE TABLE mission_statements (
  id uuid PRIMARY KEY NOT NULL,
  unit_id uuid NOT NULL UNIQUE REFERENCES units (id),
  statement jsonb NOT NULL,
  revision integer NOT NULL
);
-- goals of a mission statement (owner: mission)
CREATE TABLE goals (
  id uuid PRIMARY KEY NOT NULL,
  unit_id uuid NOT NULL REFERENCES units (id),
  code text NOT NULL,
  title jsonb NOT NULL,
  body jsonb NOT NULL,
  target integer NOT NULL,
  position integer NOT NULL,
  active boolean NOT NULL,
  UNIQUE (unit_id, code)
);
-- measurable objectives of a goal (owner: mission)
CREATE TABLE objectives (
  id uuid PRIMARY KEY NOT NULL,
  goal_id uuid NOT NULL REFERENCES goals (id),
  code text NOT NULL,
  title jsonb NOT NULL,
  measure jsonb NOT NULL,
  target jsonb NOT NULL,
  position integer NOT NULL,
  UNIQUE (goal_id, code)
);
