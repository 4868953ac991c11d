-- what was submitted of a process, by layer, the newest first: without going to each audit (owner: audits)
CREATE INDEX audits_looked_at ON audits (process_id, layer, local_date, id, unit_id, assignee_id, submitted_at)
  WHERE submitted_at IS NOT NULL;
-- what is open and falls due between two moments that are near is found without going through every unit (owner: findings)
CREATE INDEX findings_due ON findings (due_at, unit_id, question_id, process_id, layer) WHERE closed_at IS NULL;
