-- the text an edition was made of, to go on writing and to take along; who wrote it; the words clauses are found by, folded
-- by the program (owner: manuals)
ALTER TABLE editions ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE editions ADD COLUMN created_by BLOB CHECK (length(created_by) = 16) REFERENCES persons (id);
ALTER TABLE clause_texts ADD COLUMN search TEXT NOT NULL DEFAULT '';
