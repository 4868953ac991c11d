ALTER TABLE submissions DROP COLUMN from_paper;
ALTER TABLE submissions DROP COLUMN done_at;
ALTER TABLE submissions DROP COLUMN sent_at;
DROP TABLE audit_handovers;
DROP TABLE audit_links;
ALTER TABLE persons DROP COLUMN by_link;
