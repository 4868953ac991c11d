DROP INDEX audits_process;
DROP INDEX findings_by_hand;
DROP INDEX findings_open;
ALTER TABLE figure_summed DROP COLUMN ranked;
DROP TABLE figure_repeated;
DROP TABLE figure_repeats;
DROP TABLE figure_places;
DROP TABLE figure_processes;
ALTER TABLE figure_months DROP COLUMN fell_due;
ALTER TABLE figure_months DROP COLUMN closed_late;
ALTER TABLE figure_months DROP COLUMN closed_by_due;
ALTER TABLE figure_months DROP COLUMN after_fix;
ALTER TABLE figure_months DROP COLUMN again;
ALTER TABLE figure_months DROP COLUMN found;
DROP TABLE figure_units;
CREATE TABLE figure_units (
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  span TEXT NOT NULL CHECK (span IN ('week', 'month')),
  begins TEXT NOT NULL,
  layer INTEGER NOT NULL,
  conforms INTEGER NOT NULL,
  nonconforming INTEGER NOT NULL,
  corrected INTEGER NOT NULL,
  not_applicable INTEGER NOT NULL,
  PRIMARY KEY (unit_id, span, begins, layer)
) STRICT, WITHOUT ROWID;
UPDATE figure_summed SET until = '1900-01-01', tree = 0;
