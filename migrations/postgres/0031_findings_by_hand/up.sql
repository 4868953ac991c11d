-- nonconformance records; what comes from no audit has no layer, and a question only where somebody named it (owner:
-- findings)
ALTER TABLE findings
  ALTER COLUMN question_id DROP NOT NULL,
  ALTER COLUMN question_version_id DROP NOT NULL,
  ALTER COLUMN layer DROP NOT NULL,
  DROP CONSTRAINT findings_origin_kind_check,
  ADD CONSTRAINT findings_origin_kind_check CHECK (origin_kind IN ('audit', 'hand', 'systemic', 'case', 'survey')),
  ADD CONSTRAINT findings_question_worded CHECK ((question_id IS NULL) = (question_version_id IS NULL)),
  ADD CONSTRAINT findings_of_audit CHECK (origin_kind <> 'audit' OR (question_id IS NOT NULL AND layer IS NOT NULL));
