-- something changed in how the work is done, so that what is to be expected begins anew there (owner: figures)
CREATE TABLE change_points (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  process_id BLOB CHECK (length(process_id) = 16) REFERENCES processes (id),
  on_date TEXT NOT NULL,
  what TEXT NOT NULL,
  why TEXT NOT NULL,
  search TEXT NOT NULL,
  entered_at INTEGER NOT NULL,
  entered_by BLOB NOT NULL CHECK (length(entered_by) = 16) REFERENCES persons (id),
  removed_at INTEGER,
  removed_by BLOB CHECK (length(removed_by) = 16) REFERENCES persons (id)
) STRICT;
CREATE INDEX change_points_unit ON change_points (unit_id, on_date);
CREATE INDEX change_points_recent ON change_points (entered_at, id);
