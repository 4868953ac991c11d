-- how well an action holds by itself, and what it costs in whole units of the agency's currency (owner: findings)
ALTER TABLE corrective_actions
  ADD COLUMN strength text
    CHECK (strength IN ('reminder', 'training', 'instruction', 'second-eyes', 'standardised', 'automatic')),
  ADD COLUMN cost bigint CHECK (cost >= 0);
