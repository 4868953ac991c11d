-- a mail may wait because its address is stopped; the address without the name, and where its reader can switch mails of
-- the kind off. SQLite writes a check anew only with its table (owner: platform)
CREATE TABLE outbox_new (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  message_key TEXT NOT NULL UNIQUE,
  message_id TEXT NOT NULL UNIQUE,
  recipient_id BLOB CHECK (length(recipient_id) = 16),
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  body_text TEXT NOT NULL,
  body_html TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'stopped')),
  created_at INTEGER NOT NULL,
  next_try_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  last_error TEXT,
  sent_at INTEGER,
  search TEXT NOT NULL DEFAULT '',
  address TEXT NOT NULL DEFAULT '',
  unsubscribe TEXT
) STRICT;
INSERT INTO outbox_new (id, message_key, message_id, recipient_id, recipient, subject, body_text, body_html, state, created_at, next_try_at,
  attempts, last_error, sent_at, search)
SELECT id, message_key, message_id, recipient_id, recipient, subject, body_text, body_html, state, created_at, next_try_at,
  attempts, last_error, sent_at, search
FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_new RENAME TO outbox;
CREATE INDEX outbox_due ON outbox (state, next_try_at);
CREATE INDEX outbox_recent ON outbox (created_at, id);
-- a letter that waits to be told in its reader's one mail a day; sent_in is the key of the mail that told it
-- (owner: platform)
CREATE TABLE mail_kept (
  message_key TEXT PRIMARY KEY NOT NULL,
  person_id BLOB NOT NULL CHECK (length(person_id) = 16),
  class TEXT NOT NULL CHECK (class IN ('late', 'work', 'opens', 'outlook')),
  subject TEXT NOT NULL,
  link TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  goes_at INTEGER NOT NULL,
  sent_in TEXT
) STRICT;
CREATE INDEX mail_kept_due ON mail_kept (goes_at) WHERE sent_in IS NULL;
CREATE INDEX mail_kept_person ON mail_kept (person_id, goes_at);
-- an address the mail server refused for good: nothing is sent to it until somebody starts it again (owner: platform)
CREATE TABLE mail_stops (
  address TEXT PRIMARY KEY NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
-- how a person wants mail: one a day or each by itself, quiet hours, what is switched off; minutes of the local day. The
-- link key opens the page that switches mails off without signing in (owner: people)
CREATE TABLE mail_choices (
  person_id BLOB PRIMARY KEY NOT NULL CHECK (length(person_id) = 16) REFERENCES persons (id),
  link_key TEXT NOT NULL UNIQUE,
  digest_minute INTEGER,
  quiet_from INTEGER,
  quiet_until INTEGER,
  opens INTEGER NOT NULL CHECK (opens IN (0, 1)),
  outlook INTEGER NOT NULL CHECK (outlook IN (0, 1)),
  outlook_at INTEGER,
  revision INTEGER NOT NULL,
  CHECK ((quiet_from IS NULL) = (quiet_until IS NULL))
) STRICT;
INSERT INTO mail_choices (person_id, link_key, opens, outlook, revision)
SELECT id, lower(hex(randomblob(16))), 1, 1, 1 FROM persons;
