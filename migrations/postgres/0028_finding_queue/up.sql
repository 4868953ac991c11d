-- filters of the queue of findings that somebody gave a name (owner: findings)
CREATE TABLE finding_views (
  id uuid PRIMARY KEY NOT NULL,
  person_id uuid NOT NULL REFERENCES persons (id),
  name text NOT NULL,
  query text NOT NULL,
  created_at timestamptz NOT NULL,
  UNIQUE (person_id, name)
);
