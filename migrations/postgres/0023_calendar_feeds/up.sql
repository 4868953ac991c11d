-- secret addresses at which calendar programs read audits: one's own (no unit), or those of a unit (owner: planning)
CREATE TABLE calendar_feeds (
  id uuid PRIMARY KEY NOT NULL,
  person_id uuid NOT NULL REFERENCES persons (id),
  unit_id uuid REFERENCES units (id),
  token_hash text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX calendar_feeds_by_person ON calendar_feeds (person_id);
-- the calendar event that goes with a mail, as RFC 5545 writes it (owner: platform)
ALTER TABLE outbox ADD COLUMN invite text;
