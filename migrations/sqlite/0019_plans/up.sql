-- what else a plan says: units ticked or all below them, who does it, how many questions, moments by lot, a shift, an
-- audit of a duty of management (owner: planning). SQLite writes a check anew only with its table
CREATE TABLE plans_new (
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
  holiday_policy TEXT NOT NULL CHECK (holiday_policy IN ('skip', 'next', 'previous')),
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  seed INTEGER NOT NULL,
  made_until TEXT,
  created_at INTEGER NOT NULL,
  search TEXT NOT NULL,
  revision INTEGER NOT NULL,
  covers TEXT NOT NULL DEFAULT 'units' CHECK (covers IN ('units', 'subtree')),
  assignment TEXT NOT NULL DEFAULT 'turns' CHECK (assignment IN ('turns', 'fair', 'person', 'pool')),
  person_id BLOB CHECK (length(person_id) = 16) REFERENCES persons (id),
  most_a_day INTEGER CHECK (most_a_day > 0),
  not_own_work INTEGER NOT NULL DEFAULT 0 CHECK (not_own_work IN (0, 1)),
  new_pairs INTEGER NOT NULL DEFAULT 0 CHECK (new_pairs IN (0, 1)),
  ask_count INTEGER CHECK (ask_count > 0),
  tags TEXT NOT NULL DEFAULT '',
  unannounced INTEGER NOT NULL DEFAULT 0 CHECK (unannounced IN (0, 1)),
  drawn_a_month INTEGER CHECK (drawn_a_month > 0),
  shift_id BLOB CHECK (length(shift_id) = 16) REFERENCES shifts (id),
  anonymous INTEGER NOT NULL DEFAULT 0 CHECK (anonymous IN (0, 1)),
  about_layer INTEGER
) STRICT;
INSERT INTO plans_new
SELECT id, title, template_id, layer, recurrence, starts_on, ends_on, opens_minute, due_minute, grace_minutes, holiday_policy, active, seed, made_until, created_at, search, revision,
  'units', 'turns', NULL, NULL, 0, 0, NULL, '', 0, NULL, NULL, 0, NULL
FROM plans;
DROP TABLE plans;
ALTER TABLE plans_new RENAME TO plans;
