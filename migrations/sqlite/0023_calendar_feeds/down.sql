ALTER TABLE outbox DROP COLUMN invite;
DROP TABLE calendar_feeds;
