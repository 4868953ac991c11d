-- facts about this installation, one a row: the demo's seed, the day it was set up (owner: platform)
CREATE TABLE installation (
  key text PRIMARY KEY NOT NULL,
  value text NOT NULL
);
-- every change of a record: append-only, one hash chain a record (owner: platform)
CREATE TABLE history (
  id uuid PRIMARY KEY NOT NULL,
  record_kind text NOT NULL,
  record_id uuid NOT NULL,
  seq integer NOT NULL,
  at timestamptz NOT NULL,
  who uuid,
  event text NOT NULL,
  facts text NOT NULL,
  text_hash text,
  prev_hash text NOT NULL,
  hash text NOT NULL,
  seal integer,
  UNIQUE (record_kind, record_id, seq)
);
CREATE INDEX history_unsealed ON history (id) WHERE seal IS NULL;
CREATE INDEX history_by_seal ON history (seal);
-- free text of a history entry, stored apart so that a retention rule can erase it (owner: platform)
CREATE TABLE history_texts (
  history_id uuid PRIMARY KEY NOT NULL REFERENCES history (id),
  salt text NOT NULL,
  body text NOT NULL
);
-- the daily chain over all heads (owner: platform)
CREATE TABLE history_seals (
  seq integer PRIMARY KEY NOT NULL,
  sealed_at timestamptz NOT NULL,
  entries integer NOT NULL,
  root text NOT NULL,
  prev_hash text NOT NULL,
  hash text NOT NULL
);
-- mail that was composed once and is to be delivered (owner: platform)
CREATE TABLE outbox (
  id uuid PRIMARY KEY NOT NULL,
  message_key text NOT NULL UNIQUE,
  message_id text NOT NULL UNIQUE,
  recipient_id uuid,
  recipient text NOT NULL,
  subject text NOT NULL,
  body_text text NOT NULL,
  body_html text NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
  created_at timestamptz NOT NULL,
  next_try_at timestamptz NOT NULL,
  attempts integer NOT NULL,
  last_error text,
  sent_at timestamptz
);
CREATE INDEX outbox_due ON outbox (state, next_try_at);
CREATE INDEX outbox_recent ON outbox (created_at, id);
-- running numbers without gaps, one row a scope and year (owner: platform)
CREATE TABLE counters (
  scope text NOT NULL,
  year integer NOT NULL,
  last integer NOT NULL,
  PRIMARY KEY (scope, year)
);
-- photos and documents; the bytes are files named by their id (owner: platform)
CREATE TABLE attachments (
  id uuid PRIMARY KEY NOT NULL,
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  part uuid,
  name text NOT NULL,
  mime text NOT NULL,
  bytes bigint NOT NULL,
  sha256 text NOT NULL,
  created_at timestamptz NOT NULL,
  created_by uuid
);
CREATE INDEX attachments_subject ON attachments (subject_kind, subject_id);
-- when each timed job runs next and how the last run went (owner: platform)
CREATE TABLE jobs (
  name text PRIMARY KEY NOT NULL,
  next_at timestamptz NOT NULL,
  started_at timestamptz,
  finished_at timestamptz,
  last_error text,
  failures integer NOT NULL
);
