-- when a finding that waits for an owner or its verification is looked at next; nothing: not before it changes (owner: findings)
ALTER TABLE findings ADD COLUMN chase_at INTEGER DEFAULT 0;
CREATE INDEX findings_chase ON findings (chase_at);
