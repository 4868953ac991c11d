-- who keeps a process, what it is, the manual it follows; the words it is found by, folded by the program (owner: processes)
ALTER TABLE processes ADD COLUMN description TEXT CHECK (json_valid(description));
ALTER TABLE processes ADD COLUMN owner_id BLOB CHECK (length(owner_id) = 16) REFERENCES persons (id);
ALTER TABLE processes ADD COLUMN manual_id BLOB CHECK (length(manual_id) = 16) REFERENCES manuals (id);
ALTER TABLE processes ADD COLUMN search TEXT NOT NULL DEFAULT '';
ALTER TABLE processes ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
-- the units that carry a process out; they may lie in several departments (owner: processes)
CREATE TABLE process_units (
  process_id BLOB NOT NULL CHECK (length(process_id) = 16) REFERENCES processes (id),
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  PRIMARY KEY (process_id, unit_id)
) STRICT;
-- the services a process delivers (owner: processes)
CREATE TABLE process_services (
  process_id BLOB NOT NULL CHECK (length(process_id) = 16) REFERENCES processes (id),
  service_id BLOB NOT NULL CHECK (length(service_id) = 16) REFERENCES services (id),
  PRIMARY KEY (process_id, service_id)
) STRICT;
CREATE INDEX process_units_by_unit ON process_units (unit_id);
CREATE INDEX process_services_by_service ON process_services (service_id);
