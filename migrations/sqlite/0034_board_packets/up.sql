-- a day on which a board meets, and how many days before it its packet is made (owner: boards)
CREATE TABLE board_meetings (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  held_on TEXT NOT NULL,
  days_before INTEGER NOT NULL CHECK (days_before BETWEEN 0 AND 60),
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by BLOB CHECK (length(created_by) = 16) REFERENCES persons (id),
  removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX board_meetings_day ON board_meetings (unit_id, held_on) WHERE removed_at IS NULL;
-- what the summary of a unit told at a moment, numbered, signed and kept for good (owner: boards)
CREATE TABLE packets (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  number TEXT NOT NULL UNIQUE,
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  meeting_id BLOB CHECK (length(meeting_id) = 16) REFERENCES board_meetings (id),
  held_on TEXT,
  from_day TEXT NOT NULL,
  to_day TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  made_by BLOB CHECK (length(made_by) = 16) REFERENCES persons (id),
  replaces_id BLOB UNIQUE CHECK (length(replaces_id) = 16) REFERENCES packets (id),
  search TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  signature TEXT NOT NULL,
  public_key TEXT NOT NULL,
  document TEXT NOT NULL
) STRICT;
CREATE INDEX packets_made ON packets (made_at, id);
CREATE INDEX packets_unit ON packets (unit_id, made_at);
CREATE INDEX packets_meeting ON packets (meeting_id, made_at);
-- a link by mail that opens one packet without an account, on one device for a day (owner: boards)
CREATE TABLE packet_links (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  packet_id BLOB NOT NULL CHECK (length(packet_id) = 16) REFERENCES packets (id),
  person_id BLOB NOT NULL CHECK (length(person_id) = 16) REFERENCES persons (id),
  token_hash TEXT NOT NULL UNIQUE,
  made_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  device_hash TEXT,
  opened_at INTEGER
) STRICT;
CREATE INDEX packet_links_packet ON packet_links (packet_id, person_id, made_at);
