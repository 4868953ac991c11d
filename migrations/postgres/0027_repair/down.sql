DROP TABLE finding_questions;
DROP TABLE due_requests;
DROP TABLE finding_decisions;
DROP TABLE finding_plans;
ALTER TABLE corrective_actions DROP COLUMN cost, DROP COLUMN strength;
