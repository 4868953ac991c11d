-- facts about this installation, one a row: the demo's seed, the day it was set up (owner: platform)
CREATE TABLE installation (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT;
-- every change of a record: append-only, one hash chain a record (owner: platform)
CREATE TABLE history (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  record_kind TEXT NOT NULL,
  record_id BLOB NOT NULL CHECK (length(record_id) = 16),
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  who BLOB CHECK (length(who) = 16),
  event TEXT NOT NULL,
  facts TEXT NOT NULL,
  text_hash TEXT,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  seal INTEGER,
  UNIQUE (record_kind, record_id, seq)
) STRICT;
CREATE INDEX history_unsealed ON history (id) WHERE seal IS NULL;
CREATE INDEX history_by_seal ON history (seal);
-- free text of a history entry, stored apart so that a retention rule can erase it (owner: platform)
CREATE TABLE history_texts (
  history_id BLOB PRIMARY KEY NOT NULL CHECK (length(history_id) = 16) REFERENCES history (id),
  salt TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
-- the daily chain over all heads (owner: platform)
CREATE TABLE history_seals (
  seq INTEGER PRIMARY KEY NOT NULL,
  sealed_at INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  root TEXT NOT NULL,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
-- mail that was composed once and is to be delivered (owner: platform)
CREATE TABLE outbox (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  message_key TEXT NOT NULL UNIQUE,
  message_id TEXT NOT NULL UNIQUE,
  recipient_id BLOB CHECK (length(recipient_id) = 16),
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  body_text TEXT NOT NULL,
  body_html TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
  created_at INTEGER NOT NULL,
  next_try_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  last_error TEXT,
  sent_at INTEGER
) STRICT;
CREATE INDEX outbox_due ON outbox (state, next_try_at);
CREATE INDEX outbox_recent ON outbox (created_at, id);
-- running numbers without gaps, one row a scope and year (owner: platform)
CREATE TABLE counters (
  scope TEXT NOT NULL,
  year INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (scope, year)
) STRICT;
-- photos and documents; the bytes are files named by their id (owner: platform)
CREATE TABLE attachments (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  subject_kind TEXT NOT NULL,
  subject_id BLOB NOT NULL CHECK (length(subject_id) = 16),
  part BLOB CHECK (length(part) = 16),
  name TEXT NOT NULL,
  mime TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by BLOB CHECK (length(created_by) = 16)
) STRICT;
CREATE INDEX attachments_subject ON attachments (subject_kind, subject_id);
-- when each timed job runs next and how the last run went (owner: platform)
CREATE TABLE jobs (
  name TEXT PRIMARY KEY NOT NULL,
  next_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER,
  last_error TEXT,
  failures INTEGER NOT NULL
) STRICT;
