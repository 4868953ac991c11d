DROP INDEX findings_queue;
CREATE INDEX findings_queue ON findings (sensitive, found_at, id);
DROP TABLE finding_pause_dates;
DROP TABLE finding_pauses;
DROP TABLE finding_rules;
DROP TABLE cause_categories;
