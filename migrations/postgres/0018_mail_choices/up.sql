-- a mail may wait because its address is stopped; the address without the name, and where its reader can switch mails of
-- the kind off (owner: platform)
ALTER TABLE outbox
  DROP CONSTRAINT outbox_state_check,
  ADD CONSTRAINT outbox_state_check CHECK (state IN ('waiting', 'sent', 'failed', 'stopped')),
  ADD COLUMN address text NOT NULL DEFAULT '',
  ADD COLUMN unsubscribe text;
-- a letter that waits to be told in its reader's one mail a day; sent_in is the key of the mail that told it
-- (owner: platform)
CREATE TABLE mail_kept (
  message_key text PRIMARY KEY NOT NULL,
  person_id uuid NOT NULL,
  class text NOT NULL CHECK (class IN ('late', 'work', 'opens', 'outlook')),
  subject text NOT NULL,
  link text NOT NULL,
  created_at timestamptz NOT NULL,
  goes_at timestamptz NOT NULL,
  sent_in text
);
CREATE INDEX mail_kept_due ON mail_kept (goes_at) WHERE sent_in IS NULL;
CREATE INDEX mail_kept_person ON mail_kept (person_id, goes_at);
-- an address the mail server refused for good: nothing is sent to it until somebody starts it again (owner: platform)
CREATE TABLE mail_stops (
  address text PRIMARY KEY NOT NULL,
  reason text NOT NULL,
  at timestamptz NOT NULL
);
-- how a person wants mail: one a day or each by itself, quiet hours, what is switched off; minutes of the local day. The
-- link key opens the page that switches mails off without signing in (owner: people)
CREATE TABLE mail_choices (
  person_id uuid PRIMARY KEY NOT NULL REFERENCES persons (id),
  link_key text NOT NULL UNIQUE,
  digest_minute integer,
  quiet_from integer,
  quiet_until integer,
  opens boolean NOT NULL,
  outlook boolean NOT NULL,
  outlook_at timestamptz,
  revision integer NOT NULL,
  CHECK ((quiet_from IS NULL) = (quiet_until IS NULL))
);
INSERT INTO mail_choices (person_id, link_key, opens, outlook, revision)
SELECT id, replace(gen_random_uuid()::text, '-', ''), true, true, 1 FROM persons;
