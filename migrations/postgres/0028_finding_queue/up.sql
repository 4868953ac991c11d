-- filters of the queue of findings that somebody gave a name (owner: findings)
CREATE TABLE finding_views (
  id uuid PRIMARY KEY NOT NULL,
  person_id uuid NOT NULL REFERENCES persons (id),
  name text NOT NULL,
  query text NOT NULL,
  created_at timestamptz NOT NULL,
  UNIQUE (person_id, name)
);
-- a finding that leads others on the same question, at several units (owner: findings)
CREATE TABLE finding_groups (
  member_id uuid PRIMARY KEY NOT NULL REFERENCES findings (id),
  leading_id uuid NOT NULL REFERENCES findings (id),
  at timestamptz NOT NULL,
  who uuid NOT NULL REFERENCES persons (id)
);
CREATE INDEX finding_groups_by_leading ON finding_groups (leading_id);
-- a fix that held, told to others (owner: findings)
CREATE TABLE finding_stories (
  finding_id uuid PRIMARY KEY NOT NULL REFERENCES findings (id),
  title text NOT NULL,
  wrong text NOT NULL,
  changed text NOT NULL,
  at timestamptz NOT NULL,
  who uuid NOT NULL REFERENCES persons (id)
);
CREATE INDEX finding_stories_recent ON finding_stories (at);
