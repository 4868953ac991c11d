-- how an objective is measured, in parts: unit, value, direction, period; a department's goal and the agency's goal it is
-- tied to (owner: mission)
ALTER TABLE objectives ADD COLUMN unit TEXT CHECK (json_valid(unit));
ALTER TABLE objectives ADD COLUMN target_value REAL;
ALTER TABLE objectives ADD COLUMN direction TEXT CHECK (direction IN ('at_least', 'at_most'));
ALTER TABLE objectives ADD COLUMN period TEXT CHECK (period IN ('week', 'month', 'quarter', 'year'));
ALTER TABLE goals ADD COLUMN parent_id BLOB CHECK (length(parent_id) = 16) REFERENCES goals (id);
-- what the agency provides to someone (owner: mission)
CREATE TABLE services (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  code TEXT NOT NULL UNIQUE,
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  name TEXT NOT NULL CHECK (json_valid(name)),
  description TEXT NOT NULL CHECK (json_valid(description)),
  search TEXT NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
-- the objectives a service works towards (owner: mission)
CREATE TABLE service_objectives (
  service_id BLOB NOT NULL CHECK (length(service_id) = 16) REFERENCES services (id),
  objective_id BLOB NOT NULL CHECK (length(objective_id) = 16) REFERENCES objectives (id),
  PRIMARY KEY (service_id, objective_id)
) STRICT;
-- whom a service is for: direct customers, stakeholders, beneficiaries (owner: mission)
CREATE TABLE customer_groups (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  service_id BLOB NOT NULL CHECK (length(service_id) = 16) REFERENCES services (id),
  kind TEXT NOT NULL CHECK (kind IN ('direct', 'stakeholder', 'beneficiary')),
  name TEXT NOT NULL CHECK (json_valid(name)),
  position INTEGER NOT NULL
) STRICT;
-- public, measurable standards of a service (owner: mission)
CREATE TABLE charter_promises (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  service_id BLOB NOT NULL CHECK (length(service_id) = 16) REFERENCES services (id),
  wording TEXT NOT NULL CHECK (json_valid(wording)),
  measure TEXT CHECK (json_valid(measure)),
  unit TEXT CHECK (json_valid(unit)),
  target_value REAL,
  direction TEXT CHECK (direction IN ('at_least', 'at_most')),
  since TEXT NOT NULL,
  until TEXT,
  position INTEGER NOT NULL
) STRICT;
CREATE INDEX service_objectives_by_objective ON service_objectives (objective_id);
CREATE INDEX customer_groups_by_service ON customer_groups (service_id, position);
CREATE INDEX charter_promises_by_service ON charter_promises (service_id, position);
