-- further things that were seen under the same answer, and whether what was seen is sensitive (owner: audits)
ALTER TABLE answers ADD COLUMN more TEXT CHECK (json_valid(more));
ALTER TABLE answers ADD COLUMN sensitive INTEGER NOT NULL DEFAULT 0 CHECK (sensitive IN (0, 1));
-- whether a finding could soon harm people, property or the agency's reputation (owner: findings)
ALTER TABLE findings ADD COLUMN sensitive INTEGER NOT NULL DEFAULT 0 CHECK (sensitive IN (0, 1));
CREATE INDEX findings_queue ON findings (sensitive, found_at, id);
-- how a question was answered on the device: facts, no judgement (owner: audits)
CREATE TABLE answer_facts (
  audit_id BLOB NOT NULL CHECK (length(audit_id) = 16) REFERENCES audits (id),
  question_id BLOB NOT NULL CHECK (length(question_id) = 16) REFERENCES questions (id),
  nth INTEGER,
  seconds REAL,
  changes INTEGER,
  pasted INTEGER,
  device_at INTEGER,
  PRIMARY KEY (audit_id, question_id)
) STRICT;
-- what arrived from a device, once; an audit ends by one submission, each that amends it names the one before. SQLite
-- takes a key away only with its table (owner: audits)
CREATE TABLE submissions_new (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  audit_id BLOB NOT NULL CHECK (length(audit_id) = 16) REFERENCES audits (id),
  person_id BLOB NOT NULL CHECK (length(person_id) = 16) REFERENCES persons (id),
  body_hash TEXT NOT NULL,
  device_at INTEGER,
  arrived_at INTEGER NOT NULL,
  sent_at INTEGER,
  done_at INTEGER,
  from_paper INTEGER NOT NULL DEFAULT 0 CHECK (from_paper IN (0, 1)),
  started_at INTEGER,
  amends BLOB UNIQUE CHECK (length(amends) = 16) REFERENCES submissions_new (id)
) STRICT;
INSERT INTO submissions_new (id, audit_id, person_id, body_hash, device_at, arrived_at, sent_at, done_at, from_paper)
SELECT id, audit_id, person_id, body_hash, device_at, arrived_at, sent_at, done_at, from_paper
FROM submissions;
DROP TABLE submissions;
ALTER TABLE submissions_new RENAME TO submissions;
CREATE UNIQUE INDEX submissions_first ON submissions (audit_id) WHERE amends IS NULL;
CREATE INDEX submissions_audit ON submissions (audit_id, arrived_at);
