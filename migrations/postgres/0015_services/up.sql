-- how an objective is measured, in parts: unit, value, direction, period; a department's goal and the agency's goal it is
-- tied to (owner: mission)
ALTER TABLE objectives ADD COLUMN unit jsonb;
ALTER TABLE objectives ADD COLUMN target_value double precision;
ALTER TABLE objectives ADD COLUMN direction text CHECK (direction IN ('at_least', 'at_most'));
ALTER TABLE objectives ADD COLUMN period text CHECK (period IN ('week', 'month', 'quarter', 'year'));
ALTER TABLE goals ADD COLUMN parent_id uuid REFERENCES goals (id);
-- what the agency provides to someone (owner: mission)
CREATE TABLE services (
  id uuid PRIMARY KEY NOT NULL,
  code text NOT NULL UNIQUE,
  unit_id uuid NOT NULL REFERENCES units (id),
  name jsonb NOT NULL,
  description jsonb NOT NULL,
  search text NOT NULL,
  active boolean NOT NULL,
  revision integer NOT NULL,
  created_at timestamptz NOT NULL
);
-- the objectives a service works towards (owner: mission)
CREATE TABLE service_objectives (
  service_id uuid NOT NULL REFERENCES services (id),
  objective_id uuid NOT NULL REFERENCES objectives (id),
  PRIMARY KEY (service_id, objective_id)
);
-- whom a service is for: direct customers, stakeholders, beneficiaries (owner: mission)
CREATE TABLE customer_groups (
  id uuid PRIMARY KEY NOT NULL,
  service_id uuid NOT NULL REFERENCES services (id),
  kind text NOT NULL CHECK (kind IN ('direct', 'stakeholder', 'beneficiary')),
  name jsonb NOT NULL,
  position integer NOT NULL
);
-- public, measurable standards of a service (owner: mission)
CREATE TABLE charter_promises (
  id uuid PRIMARY KEY NOT NULL,
  service_id uuid NOT NULL REFERENCES services (id),
  wording jsonb NOT NULL,
  measure jsonb,
  unit jsonb,
  target_value double precision,
  direction text CHECK (direction IN ('at_least', 'at_most')),
  since date NOT NULL,
  until date,
  position integer NOT NULL
);
CREATE INDEX service_objectives_by_objective ON service_objectives (objective_id);
CREATE INDEX customer_groups_by_service ON customer_groups (service_id, position);
CREATE INDEX charter_promises_by_service ON charter_promises (service_id, position);
