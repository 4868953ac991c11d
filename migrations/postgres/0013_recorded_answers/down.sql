UPDATE answers SET outcome = 'not_applicable' WHERE outcome = 'recorded';
ALTER TABLE answers
  DROP COLUMN given,
  DROP CONSTRAINT answers_outcome_check,
  ADD CONSTRAINT answers_outcome_check CHECK (outcome IN ('conforms', 'nonconforming', 'corrected', 'not_applicable'));
