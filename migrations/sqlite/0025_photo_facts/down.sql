ALTER TABLE attachments DROP COLUMN taken_at;
