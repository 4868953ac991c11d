-- the action of the leading finding that counts here, too; its owner sees this finding by other rights only (owner: findings)
ALTER TABLE corrective_actions ADD COLUMN taken_from uuid REFERENCES corrective_actions (id);
