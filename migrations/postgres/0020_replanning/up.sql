-- a paused plan begins again on this local date by itself (owner: planning)
ALTER TABLE plans ADD COLUMN paused_until date;
-- whether the unit was ticked, or is below one that was; and the last local date its audits are made for (owner: planning)
ALTER TABLE plan_units ADD COLUMN ticked boolean NOT NULL DEFAULT true;
ALTER TABLE plan_units ADD COLUMN made_until date;
UPDATE plan_units SET made_until = (SELECT plans.made_until FROM plans WHERE plans.id = plan_units.plan_id)
WHERE EXISTS (SELECT 1 FROM audits WHERE audits.plan_id = plan_units.plan_id AND audits.unit_id = plan_units.unit_id);
-- the day of the rule an audit stands for; another one than its own day when a holiday moved it (owner: audits)
ALTER TABLE audits ADD COLUMN planned_on date;
-- further slots of a day are those that were moved to it; from where was not kept
UPDATE audits SET planned_on = local_date WHERE slot = 1;
-- the same rule and day never give two audits, whatever day a calendar moves them to
CREATE UNIQUE INDEX audits_planned ON audits (plan_id, unit_id, planned_on);
CREATE INDEX audits_plan ON audits (plan_id, opens_at);
-- a single date that a plan leaves out, or has beside its rule, and why (owner: planning)
CREATE TABLE plan_exceptions (
  plan_id uuid NOT NULL REFERENCES plans (id),
  on_date date NOT NULL,
  added boolean NOT NULL,
  reason text NOT NULL,
  who uuid REFERENCES persons (id),
  at timestamptz NOT NULL,
  PRIMARY KEY (plan_id, on_date)
);
-- what a change of a plan, or of a working calendar, did to the audits of one plan (owner: planning)
CREATE TABLE plan_effects (
  id uuid PRIMARY KEY NOT NULL,
  plan_id uuid NOT NULL REFERENCES plans (id),
  change_id uuid REFERENCES calendar_changes (id),
  at timestamptz NOT NULL,
  who uuid REFERENCES persons (id),
  why text NOT NULL CHECK (why IN ('changed', 'paused', 'resumed', 'exception', 'calendar', 'units')),
  made integer NOT NULL,
  moved integer NOT NULL,
  excused integer NOT NULL,
  taken integer NOT NULL
);
CREATE INDEX plan_effects_plan ON plan_effects (plan_id, at);
CREATE INDEX plan_effects_change ON plan_effects (change_id);
-- which audits it moved, excused or took away, and who had them (owner: planning)
CREATE TABLE plan_effect_audits (
  effect_id uuid NOT NULL REFERENCES plan_effects (id),
  audit_id uuid NOT NULL,
  unit_id uuid NOT NULL REFERENCES units (id),
  version_id uuid NOT NULL REFERENCES template_versions (id),
  assignee_id uuid REFERENCES persons (id),
  invited boolean NOT NULL,
  what text NOT NULL CHECK (what IN ('moved', 'excused', 'taken')),
  zone text NOT NULL,
  opens_from timestamptz NOT NULL,
  opens_to timestamptz,
  PRIMARY KEY (effect_id, audit_id)
);
-- an audit that was taken away before it opened, so that calendars can say so (owner: planning)
CREATE TABLE cancelled_audits (
  audit_id uuid PRIMARY KEY NOT NULL,
  plan_id uuid NOT NULL REFERENCES plans (id),
  unit_id uuid NOT NULL REFERENCES units (id),
  version_id uuid NOT NULL REFERENCES template_versions (id),
  layer integer NOT NULL,
  assignee_id uuid REFERENCES persons (id),
  local_date date NOT NULL,
  opens_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  sequence integer NOT NULL,
  cancelled_at timestamptz NOT NULL,
  why text NOT NULL CHECK (why IN ('changed', 'paused', 'resumed', 'exception', 'calendar', 'units'))
);
CREATE INDEX cancelled_audits_assignee ON cancelled_audits (assignee_id, opens_at);
CREATE INDEX cancelled_audits_unit ON cancelled_audits (unit_id, opens_at);
-- the changes of working calendars that every plan has followed (owner: planning)
CREATE TABLE followed_changes (
  change_id uuid PRIMARY KEY NOT NULL REFERENCES calendar_changes (id),
  at timestamptz NOT NULL
);
