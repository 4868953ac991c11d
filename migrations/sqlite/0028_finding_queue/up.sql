-- filters of the queue of findings that somebody gave a name (owner: findings)
CREATE TABLE finding_views (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  person_id BLOB NOT NULL CHECK (length(person_id) = 16) REFERENCES persons (id),
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (person_id, name)
) STRICT;
-- a finding that leads others on the same question, at several units (owner: findings)
CREATE TABLE finding_groups (
  member_id BLOB PRIMARY KEY NOT NULL CHECK (length(member_id) = 16) REFERENCES findings (id),
  leading_id BLOB NOT NULL CHECK (length(leading_id) = 16) REFERENCES findings (id),
  at INTEGER NOT NULL,
  who BLOB NOT NULL CHECK (length(who) = 16) REFERENCES persons (id)
) STRICT;
CREATE INDEX finding_groups_by_leading ON finding_groups (leading_id);
-- a fix that held, told to others (owner: findings)
CREATE TABLE finding_stories (
  finding_id BLOB PRIMARY KEY NOT NULL CHECK (length(finding_id) = 16) REFERENCES findings (id),
  title TEXT NOT NULL,
  wrong TEXT NOT NULL,
  changed TEXT NOT NULL,
  at INTEGER NOT NULL,
  who BLOB NOT NULL CHECK (length(who) = 16) REFERENCES persons (id)
) STRICT;
CREATE INDEX finding_stories_recent ON finding_stories (at);
