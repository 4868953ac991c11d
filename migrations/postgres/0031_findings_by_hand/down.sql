ALTER TABLE findings
  DROP CONSTRAINT findings_of_audit,
  DROP CONSTRAINT findings_question_worded,
  DROP CONSTRAINT findings_origin_kind_check,
  ADD CONSTRAINT findings_origin_kind_check CHECK (origin_kind IN ('audit', 'case', 'survey')),
  ALTER COLUMN layer SET NOT NULL,
  ALTER COLUMN question_version_id SET NOT NULL,
  ALTER COLUMN question_id SET NOT NULL;
