-- filters of the queue of findings that somebody gave a name (owner: findings)
CREATE TABLE finding_views (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  person_id BLOB NOT NULL CHECK (length(person_id) = 16) REFERENCES persons (id),
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (person_id, name)
) STRICT;
