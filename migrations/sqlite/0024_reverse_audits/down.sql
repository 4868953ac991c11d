DROP TABLE anonymous_answers;
DROP TABLE anonymous_participants;
ALTER TABLE audit_questions DROP COLUMN per_mille;
ALTER TABLE audit_questions DROP COLUMN failed_on;
ALTER TABLE audit_questions DROP COLUMN failures;
ALTER TABLE audit_questions DROP COLUMN failures_here;
