DROP TABLE question_versions;
DROP TABLE questions;
DROP TABLE template_versions;
DROP TABLE templates;
DROP TABLE processes;
