-- recipient and subject, folded for search as every other list has it; the program folds what is there already
-- (platform::mail::fold_older), because lower() knows other letters on each engine
ALTER TABLE outbox ADD COLUMN search text NOT NULL DEFAULT '';
