DROP INDEX audits_stands_in_for;
ALTER TABLE audits DROP COLUMN stands_in_for;
DROP TABLE absences;
