DROP TABLE clause_reviews;
ALTER TABLE template_versions
  DROP COLUMN scheduled_by,
  DROP COLUMN publish_on;
ALTER TABLE question_versions
  DROP COLUMN search,
  DROP COLUMN tags,
  DROP COLUMN note,
  DROP COLUMN detail,
  DROP CONSTRAINT question_versions_kind_check,
  ADD CONSTRAINT question_versions_kind_check CHECK (kind IN ('conformance', 'measure'));
