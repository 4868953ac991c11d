CREATE TABLE plans_old (
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
INSERT INTO plans_old
SELECT id, title, template_id, layer, recurrence, starts_on, ends_on, opens_minute, due_minute, grace_minutes, CASE holiday_policy WHEN 'previous' THEN 'next' ELSE holiday_policy END, active, seed, made_until, created_at, search, revision
FROM plans;
DROP TABLE plans;
ALTER TABLE plans_old RENAME TO plans;
