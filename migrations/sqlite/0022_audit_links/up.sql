-- whether a person gets a one-time link for each audit and needs no account (owner: people)
ALTER TABLE persons ADD COLUMN by_link INTEGER NOT NULL DEFAULT 0 CHECK (by_link IN (0, 1));
-- a link by mail that opens one audit without an account, on the first device that begins (owner: audits)
CREATE TABLE audit_links (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  audit_id BLOB NOT NULL CHECK (length(audit_id) = 16) REFERENCES audits (id),
  person_id BLOB NOT NULL CHECK (length(person_id) = 16) REFERENCES persons (id),
  token_hash TEXT NOT NULL UNIQUE,
  made_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  device_hash TEXT,
  begun_at INTEGER,
  elsewhere INTEGER NOT NULL DEFAULT 0,
  elsewhere_at INTEGER,
  revoked_at INTEGER
) STRICT;
CREATE UNIQUE INDEX audit_links_live ON audit_links (audit_id) WHERE revoked_at IS NULL;
CREATE INDEX audit_links_audit ON audit_links (audit_id, made_at);
-- to whom an audit was handed last, so that planning leaves it there (owner: audits)
CREATE TABLE audit_handovers (
  audit_id BLOB PRIMARY KEY NOT NULL CHECK (length(audit_id) = 16) REFERENCES audits (id),
  to_id BLOB CHECK (length(to_id) = 16) REFERENCES persons (id),
  by_id BLOB NOT NULL CHECK (length(by_id) = 16) REFERENCES persons (id),
  at INTEGER NOT NULL
) STRICT;
-- the device's clock when it sent, when the audit was done if it arrived later, and whether it was on paper (owner: audits)
ALTER TABLE submissions ADD COLUMN sent_at INTEGER;
ALTER TABLE submissions ADD COLUMN done_at INTEGER;
ALTER TABLE submissions ADD COLUMN from_paper INTEGER NOT NULL DEFAULT 0 CHECK (from_paper IN (0, 1));
