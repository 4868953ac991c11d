DROP TABLE anonymous_answers;
DROP TABLE anonymous_participants;
ALTER TABLE audit_questions
  DROP COLUMN per_mille,
  DROP COLUMN failed_on,
  DROP COLUMN failures,
  DROP COLUMN failures_here;
