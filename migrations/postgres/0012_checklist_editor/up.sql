-- more kinds of answer, a rule for the note, tags, and the words the question bank searches (owner: checklists)
ALTER TABLE question_versions
  DROP CONSTRAINT question_versions_kind_check,
  ADD CONSTRAINT question_versions_kind_check CHECK (kind IN ('conformance', 'measure', 'choice', 'date', 'text')),
  ADD COLUMN detail jsonb,
  ADD COLUMN note text NOT NULL DEFAULT 'optional' CHECK (note IN ('optional', 'required')),
  ADD COLUMN tags text NOT NULL DEFAULT '',
  ADD COLUMN search text NOT NULL DEFAULT '';
-- a draft that is published by itself on a day, and who wants that
ALTER TABLE template_versions
  ADD COLUMN publish_on date,
  ADD COLUMN scheduled_by uuid REFERENCES persons (id);
-- a question whose clause changed was looked at and stays as it is (owner: checklists)
CREATE TABLE clause_reviews (
  question_version_id uuid NOT NULL REFERENCES question_versions (id),
  edition_id uuid NOT NULL REFERENCES editions (id),
  reviewed_at timestamptz NOT NULL,
  reviewed_by uuid NOT NULL REFERENCES persons (id),
  note text NOT NULL,
  PRIMARY KEY (question_version_id, edition_id)
);
