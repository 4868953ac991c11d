-- who audits what, how often (owner: planning)
CREATE TABLE plans (
  id uuid PRIMARY KEY NOT NULL,
  title text NOT NULL,
  template_id uuid NOT NULL REFERENCES templates (id),
  layer integer NOT NULL REFERENCES layers(number),
  recurrence text NOT NULL,
  starts_on date NOT NULL,
  ends_on date,
  opens_minute integer NOT NULL,
  due_minute integer NOT NULL,
  grace_minutes integer NOT NULL,
  holiday_policy text NOT NULL CHECK (holiday_policy IN ('skip', 'next')),
  active boolean NOT NULL,
  seed bigint NOT NULL,
  made_until date,
  created_at timestamptz NOT NULL,
  search text NOT NULL,
  revision integer NOT NULL
);
-- the units a plan covers, with the stored rotation among several holders (owner: planning)
CREATE TABLE plan_units (
  plan_id uuid NOT NULL REFERENCES plans (id),
  unit_id uuid NOT NULL REFERENCES units (id),
  turn integer NOT NULL,
  PRIMARY KEY (plan_id, unit_id)
);
