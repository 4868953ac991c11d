-- something changed in how the work is done, so that what is to be expected begins anew there (owner: figures)
CREATE TABLE change_points (
  id uuid PRIMARY KEY,
  unit_id uuid NOT NULL REFERENCES units (id),
  process_id uuid REFERENCES processes (id),
  on_date date NOT NULL,
  what text NOT NULL,
  why text NOT NULL,
  search text NOT NULL,
  entered_at timestamptz NOT NULL,
  entered_by uuid NOT NULL REFERENCES persons (id),
  removed_at timestamptz,
  removed_by uuid REFERENCES persons (id)
);
CREATE INDEX change_points_unit ON change_points (unit_id, on_date);
CREATE INDEX change_points_recent ON change_points (entered_at, id);
