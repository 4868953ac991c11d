-- the text an edition was made of, to go on writing and to take along; who wrote it; the words clauses are found by, folded
-- by the program (owner: manuals)
ALTER TABLE editions
  ADD COLUMN source text NOT NULL DEFAULT '',
  ADD COLUMN created_by uuid REFERENCES persons (id);
ALTER TABLE clause_texts ADD COLUMN search text NOT NULL DEFAULT '';
