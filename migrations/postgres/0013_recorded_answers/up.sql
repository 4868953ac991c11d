-- answers that are a choice, a date or a text: what was given, and recorded where nothing judges it (owner: audits)
ALTER TABLE answers
  DROP CONSTRAINT answers_outcome_check,
  ADD CONSTRAINT answers_outcome_check
    CHECK (outcome IN ('conforms', 'nonconforming', 'corrected', 'not_applicable', 'recorded')),
  ADD COLUMN given text;
