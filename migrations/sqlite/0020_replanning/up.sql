-- a paused plan begins again on this local date by itself (owner: planning)
ALTER TABLE plans ADD COLUMN paused_until TEXT;
-- whether the unit was ticked, or is below one that was; and the last local date its audits are made for (owner: planning)
ALTER TABLE plan_units ADD COLUMN ticked INTEGER NOT NULL DEFAULT 1 CHECK (ticked IN (0, 1));
ALTER TABLE plan_units ADD COLUMN made_until TEXT;
UPDATE plan_units SET made_until = (SELECT plans.made_until FROM plans WHERE plans.id = plan_units.plan_id)
WHERE EXISTS (SELECT 1 FROM audits WHERE audits.plan_id = plan_units.plan_id AND audits.unit_id = plan_units.unit_id);
-- the day of the rule an audit stands for; another one than its own day when a holiday moved it (owner: audits)
ALTER TABLE audits ADD COLUMN planned_on TEXT;
-- further slots of a day are those that were moved to it; from where was not kept
UPDATE audits SET planned_on = local_date WHERE slot = 1;
-- the same rule and day never give two audits, whatever day a calendar moves them to
CREATE UNIQUE INDEX audits_planned ON audits (plan_id, unit_id, planned_on);
CREATE INDEX audits_plan ON audits (plan_id, opens_at);
-- a single date that a plan leaves out, or has beside its rule, and why (owner: planning)
CREATE TABLE plan_exceptions (
  plan_id BLOB NOT NULL CHECK (length(plan_id) = 16) REFERENCES plans (id),
  on_date TEXT NOT NULL,
  added INTEGER NOT NULL CHECK (added IN (0, 1)),
  reason TEXT NOT NULL,
  who BLOB CHECK (length(who) = 16) REFERENCES persons (id),
  at INTEGER NOT NULL,
  PRIMARY KEY (plan_id, on_date)
) STRICT;
-- what a change of a plan, or of a working calendar, did to the audits of one plan (owner: planning)
CREATE TABLE plan_effects (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  plan_id BLOB NOT NULL CHECK (length(plan_id) = 16) REFERENCES plans (id),
  change_id BLOB CHECK (length(change_id) = 16) REFERENCES calendar_changes (id),
  at INTEGER NOT NULL,
  who BLOB CHECK (length(who) = 16) REFERENCES persons (id),
  why TEXT NOT NULL CHECK (why IN ('changed', 'paused', 'resumed', 'exception', 'calendar', 'units')),
  made INTEGER NOT NULL,
  moved INTEGER NOT NULL,
  excused INTEGER NOT NULL,
  taken INTEGER NOT NULL
) STRICT;
CREATE INDEX plan_effects_plan ON plan_effects (plan_id, at);
CREATE INDEX plan_effects_change ON plan_effects (change_id);
-- which audits it moved, excused or took away, and who had them (owner: planning)
CREATE TABLE plan_effect_audits (
  effect_id BLOB NOT NULL CHECK (length(effect_id) = 16) REFERENCES plan_effects (id),
  audit_id BLOB NOT NULL CHECK (length(audit_id) = 16),
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  version_id BLOB NOT NULL CHECK (length(version_id) = 16) REFERENCES template_versions (id),
  assignee_id BLOB CHECK (length(assignee_id) = 16) REFERENCES persons (id),
  invited INTEGER NOT NULL CHECK (invited IN (0, 1)),
  what TEXT NOT NULL CHECK (what IN ('moved', 'excused', 'taken')),
  zone TEXT NOT NULL,
  opens_from INTEGER NOT NULL,
  opens_to INTEGER,
  PRIMARY KEY (effect_id, audit_id)
) STRICT;
-- an audit that was taken away before it opened, so that calendars can say so (owner: planning)
CREATE TABLE cancelled_audits (
  audit_id BLOB PRIMARY KEY NOT NULL CHECK (length(audit_id) = 16),
  plan_id BLOB NOT NULL CHECK (length(plan_id) = 16) REFERENCES plans (id),
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  version_id BLOB NOT NULL CHECK (length(version_id) = 16) REFERENCES template_versions (id),
  layer INTEGER NOT NULL,
  assignee_id BLOB CHECK (length(assignee_id) = 16) REFERENCES persons (id),
  local_date TEXT NOT NULL,
  opens_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  cancelled_at INTEGER NOT NULL,
  why TEXT NOT NULL CHECK (why IN ('changed', 'paused', 'resumed', 'exception', 'calendar', 'units'))
) STRICT;
CREATE INDEX cancelled_audits_assignee ON cancelled_audits (assignee_id, opens_at);
CREATE INDEX cancelled_audits_unit ON cancelled_audits (unit_id, opens_at);
-- the changes of working calendars that every plan has followed (owner: planning)
CREATE TABLE followed_changes (
  change_id BLOB PRIMARY KEY NOT NULL CHECK (length(change_id) = 16) REFERENCES calendar_changes (id),
  at INTEGER NOT NULL
) STRICT;
