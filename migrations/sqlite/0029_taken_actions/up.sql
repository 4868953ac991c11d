-- the action of the leading finding that counts here, too; its owner sees this finding by other rights only (owner: findings)
ALTER TABLE corrective_actions ADD COLUMN taken_from BLOB CHECK (length(taken_from) = 16) REFERENCES corrective_actions (id);
