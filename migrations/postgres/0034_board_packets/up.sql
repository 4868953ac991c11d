-- a day on which a board meets, and how many days before it its packet is made (owner: boards)
CREATE TABLE board_meetings (
  id uuid PRIMARY KEY NOT NULL,
  unit_id uuid NOT NULL REFERENCES units (id),
  held_on date NOT NULL,
  days_before integer NOT NULL CHECK (days_before BETWEEN 0 AND 60),
  revision integer NOT NULL,
  created_at timestamptz NOT NULL,
  created_by uuid REFERENCES persons (id),
  removed_at timestamptz
);
CREATE UNIQUE INDEX board_meetings_day ON board_meetings (unit_id, held_on) WHERE removed_at IS NULL;
-- what the summary of a unit told at a moment, numbered, signed and kept for good (owner: boards)
CREATE TABLE packets (
  id uuid PRIMARY KEY NOT NULL,
  number text NOT NULL UNIQUE,
  unit_id uuid NOT NULL REFERENCES units (id),
  meeting_id uuid REFERENCES board_meetings (id),
  held_on date,
  from_day date NOT NULL,
  to_day date NOT NULL,
  made_at timestamptz NOT NULL,
  made_by uuid REFERENCES persons (id),
  replaces_id uuid UNIQUE REFERENCES packets (id),
  search text NOT NULL,
  sha256 text NOT NULL CHECK (length(sha256) = 64),
  signature text NOT NULL,
  public_key text NOT NULL,
  document text NOT NULL
);
CREATE INDEX packets_made ON packets (made_at, id);
CREATE INDEX packets_unit ON packets (unit_id, made_at);
CREATE INDEX packets_meeting ON packets (meeting_id, made_at);
-- a link by mail that opens one packet without an account, on one device for a day (owner: boards)
CREATE TABLE packet_links (
  id uuid PRIMARY KEY NOT NULL,
  packet_id uuid NOT NULL REFERENCES packets (id),
  person_id uuid NOT NULL REFERENCES persons (id),
  token_hash text NOT NULL UNIQUE,
  made_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  device_hash text,
  opened_at timestamptz
);
CREATE INDEX packet_links_packet ON packet_links (packet_id, person_id, made_at);
