-- whether a person gets a one-time link for each audit and needs no account (owner: people)
ALTER TABLE persons ADD COLUMN by_link boolean NOT NULL DEFAULT false;
-- a link by mail that opens one audit without an account, on the first device that begins (owner: audits)
CREATE TABLE audit_links (
  id uuid PRIMARY KEY NOT NULL,
  audit_id uuid NOT NULL REFERENCES audits (id),
  person_id uuid NOT NULL REFERENCES persons (id),
  token_hash text NOT NULL UNIQUE,
  made_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  device_hash text,
  begun_at timestamptz,
  elsewhere integer NOT NULL DEFAULT 0,
  elsewhere_at timestamptz,
  revoked_at timestamptz
);
CREATE UNIQUE INDEX audit_links_live ON audit_links (audit_id) WHERE revoked_at IS NULL;
CREATE INDEX audit_links_audit ON audit_links (audit_id, made_at);
-- to whom an audit was handed last, so that planning leaves it there (owner: audits)
CREATE TABLE audit_handovers (
  audit_id uuid PRIMARY KEY NOT NULL REFERENCES audits (id),
  to_id uuid REFERENCES persons (id),
  by_id uuid NOT NULL REFERENCES persons (id),
  at timestamptz NOT NULL
);
-- the device's clock when it sent, when the audit was done if it arrived later, and whether it was on paper (owner: audits)
ALTER TABLE submissions ADD COLUMN sent_at timestamptz;
ALTER TABLE submissions ADD COLUMN done_at timestamptz;
ALTER TABLE submissions ADD COLUMN from_paper boolean NOT NULL DEFAULT false;
