DROP TABLE mail_choices;
DROP TABLE mail_stops;
DROP TABLE mail_kept;
CREATE TABLE outbox_old (
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
  sent_at INTEGER,
  search TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO outbox_old
SELECT id, message_key, message_id, recipient_id, recipient, subject, body_text, body_html,
  CASE state WHEN 'stopped' THEN 'failed' ELSE state END, created_at, next_try_at, attempts, last_error, sent_at, search
FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_old RENAME TO outbox;
CREATE INDEX outbox_due ON outbox (state, next_try_at);
CREATE INDEX outbox_recent ON outbox (created_at, id);
