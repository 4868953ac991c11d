-- a person away from-to (local dates, both included), and who stands in meanwhile; one that was cancelled stays, so that
-- it can be restored (owner: people)
CREATE TABLE absences (
  id uuid PRIMARY KEY NOT NULL,
  person_id uuid NOT NULL REFERENCES persons (id),
  from_date date NOT NULL,
  until_date date NOT NULL,
  stand_in_id uuid REFERENCES persons (id),
  note text NOT NULL,
  created_at timestamptz NOT NULL,
  cancelled_at timestamptz,
  revision integer NOT NULL,
  CHECK (from_date <= until_date)
);
CREATE INDEX absences_person ON absences (person_id, until_date);
CREATE INDEX absences_stand_in ON absences (stand_in_id, until_date);
CREATE INDEX absences_until ON absences (until_date);
-- the person whose audit it is, while somebody else does it because that person is away (owner: audits)
ALTER TABLE audits ADD COLUMN stands_in_for uuid REFERENCES persons (id);
CREATE INDEX audits_stands_in_for ON audits (stands_in_for) WHERE stands_in_for IS NOT NULL;
