-- Photos that a device took back, and when by its clock: what it had sent before and arrives later is not kept (owner: audits).
CREATE TABLE photos_taken_back (
  audit_id uuid NOT NULL REFERENCES audits (id),
  question_id uuid NOT NULL,
  sha256 text NOT NULL,
  sent_at timestamptz NOT NULL,
  PRIMARY KEY (audit_id, question_id, sha256)
);
