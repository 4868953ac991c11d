-- a person away from-to (local dates, both included), and who stands in meanwhile; one that was cancelled stays, so that
-- it can be restored (owner: people)
CREATE TABLE absences (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  person_id BLOB NOT NULL CHECK (length(person_id) = 16) REFERENCES persons (id),
  from_date TEXT NOT NULL,
  until_date TEXT NOT NULL,
  stand_in_id BLOB CHECK (length(stand_in_id) = 16) REFERENCES persons (id),
  note TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  cancelled_at INTEGER,
  revision INTEGER NOT NULL,
  CHECK (from_date <= until_date)
) STRICT;
CREATE INDEX absences_person ON absences (person_id, until_date);
CREATE INDEX absences_stand_in ON absences (stand_in_id, until_date);
CREATE INDEX absences_until ON absences (until_date);
-- the person whose audit it is, while somebody else does it because that person is away (owner: audits)
ALTER TABLE audits ADD COLUMN stands_in_for BLOB CHECK (length(stands_in_for) = 16) REFERENCES persons (id);
CREATE INDEX audits_stands_in_for ON audits (stands_in_for) WHERE stands_in_for IS NOT NULL;
