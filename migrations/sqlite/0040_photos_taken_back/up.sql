-- Photos that a device took back, and when by its clock: what it had sent before and arrives later is not kept (owner: audits).
CREATE TABLE photos_taken_back (
  audit_id BLOB NOT NULL CHECK (length(audit_id) = 16) REFERENCES audits (id),
  question_id BLOB NOT NULL CHECK (length(question_id) = 16),
  sha256 TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  PRIMARY KEY (audit_id, question_id, sha256)
) STRICT, WITHOUT ROWID;
