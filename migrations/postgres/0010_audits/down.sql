DROP TABLE submissions;
DROP TABLE answers;
DROP TABLE audit_questions;
DROP TABLE audits;
