-- who keeps a process, what it is, the manual it follows; the words it is found by, folded by the program (owner: processes)
ALTER TABLE processes ADD COLUMN description jsonb;
ALTER TABLE processes ADD COLUMN owner_id uuid REFERENCES persons (id);
ALTER TABLE processes ADD COLUMN manual_id uuid REFERENCES manuals (id);
ALTER TABLE processes ADD COLUMN search text NOT NULL DEFAULT '';
ALTER TABLE processes ADD COLUMN revision integer NOT NULL DEFAULT 1;
-- the units that carry a process out; they may lie in several departments (owner: processes)
CREATE TABLE process_units (
  process_id uuid NOT NULL REFERENCES processes (id),
  unit_id uuid NOT NULL REFERENCES units (id),
  PRIMARY KEY (process_id, unit_id)
);
-- the services a process delivers (owner: processes)
CREATE TABLE process_services (
  process_id uuid NOT NULL REFERENCES processes (id),
  service_id uuid NOT NULL REFERENCES services (id),
  PRIMARY KEY (process_id, service_id)
);
CREATE INDEX process_units_by_unit ON process_units (unit_id);
CREATE INDEX process_services_by_service ON process_services (service_id);
