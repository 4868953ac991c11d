-- who audits what, how often (owner: planning)
CREATE TABLE plans (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  title TEXT NOT NULL,
  template_id BLOB NOT NULL CHECK (length(template_id) = 16) REFERENCES templates (id),
  layer INTEGER NOT NULL REFERENCES layers(number),
  recurrence TEXT NOT NULL,
  starts_on TEXT NOT NULL,
  ends_on TEXT,
  opens_minute INTEGER NOT NULL,
  due_minute INTEGER NOT NULL,
  grace_minutes INTEGER NOT NULL,
  holiday_policy TEXT NOT NULL CHECK (holiday_policy IN ('skip', 'next')),
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  seed INTEGER NOT NULL,
  made_until TEXT,
  created_at INTEGER NOT NULL,
  search TEXT NOT NULL,
  revision INTEGER NOT NULL
) STRICT;
-- the units a plan covers, with the stored rotation among several holders (owner: planning)
CREATE TABLE plan_units (
  plan_id BLOB NOT NULL CHECK (length(plan_id) = 16) REFERENCES plans (id),
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  turn INTEGER NOT NULL,
  PRIMARY KEY (plan_id, unit_id)
) STRICT;
