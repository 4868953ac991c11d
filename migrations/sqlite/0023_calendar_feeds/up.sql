-- secret addresses at which calendar programs read audits: one's own (no unit), or those of a unit (owner: planning)
CREATE TABLE calendar_feeds (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  person_id BLOB NOT NULL CHECK (length(person_id) = 16) REFERENCES persons (id),
  unit_id BLOB CHECK (length(unit_id) = 16) REFERENCES units (id),
  token_hash TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE INDEX calendar_feeds_by_person ON calendar_feeds (person_id);
-- the calendar event that goes with a mail, as RFC 5545 writes it (owner: platform)
ALTER TABLE outbox ADD COLUMN invite TEXT;
