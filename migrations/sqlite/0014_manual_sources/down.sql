ALTER TABLE clause_texts DROP COLUMN search;
ALTER TABLE editions DROP COLUMN created_by;
ALTER TABLE editions DROP COLUMN source;
