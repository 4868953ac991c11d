DROP TABLE calendar_changes;
DROP TABLE shift_hours;
DROP TABLE shifts;
DROP TABLE worked_days;
DROP TABLE holiday_rules;
ALTER TABLE holidays DROP COLUMN until_date;
