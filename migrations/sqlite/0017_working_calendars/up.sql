-- the last day of a day off that lasts longer than one day (owner: agency)
ALTER TABLE holidays ADD COLUMN until_date TEXT;
-- holidays that come round every year, on a date or on a weekday of a month (owner: agency)
CREATE TABLE holiday_rules (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  name TEXT NOT NULL,
  month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
  day INTEGER CHECK (day BETWEEN 1 AND 31),
  nth INTEGER CHECK (nth IN (-1, 1, 2, 3, 4, 5)),
  weekday INTEGER CHECK (weekday BETWEEN 1 AND 7),
  days_after INTEGER NOT NULL CHECK (days_after BETWEEN 0 AND 6),
  observed TEXT NOT NULL CHECK (observed IN ('as-it-falls', 'nearest', 'next')),
  from_year INTEGER,
  until_year INTEGER,
  revision INTEGER NOT NULL,
  CHECK ((day IS NULL) <> (nth IS NULL) AND (nth IS NULL) = (weekday IS NULL))
) STRICT;
CREATE INDEX holiday_rules_unit ON holiday_rules (unit_id);
-- days a unit and everything below it works although they are off above (owner: agency)
CREATE TABLE worked_days (
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  on_date TEXT NOT NULL,
  PRIMARY KEY (unit_id, on_date)
) STRICT;
-- working hours that rotate: a cycle of days, repeated from its first day on (owner: agency)
CREATE TABLE shifts (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  name TEXT NOT NULL,
  first_day TEXT NOT NULL,
  cycle_days INTEGER NOT NULL CHECK (cycle_days BETWEEN 1 AND 180),
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  revision INTEGER NOT NULL
) STRICT;
CREATE INDEX shifts_unit ON shifts (unit_id);
-- the hours of one day of a shift's cycle, counted from 1; a day without a row is free (owner: agency)
CREATE TABLE shift_hours (
  shift_id BLOB NOT NULL CHECK (length(shift_id) = 16) REFERENCES shifts (id),
  day INTEGER NOT NULL CHECK (day BETWEEN 1 AND 180),
  opens_minute INTEGER NOT NULL CHECK (opens_minute BETWEEN 0 AND 1439),
  closes_minute INTEGER NOT NULL CHECK (closes_minute > opens_minute AND closes_minute <= opens_minute + 1440),
  PRIMARY KEY (shift_id, day)
) STRICT;
-- what changed in a working calendar, and the local dates it touches, for planning to follow (owner: agency)
CREATE TABLE calendar_changes (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  at INTEGER NOT NULL,
  who BLOB CHECK (length(who) = 16) REFERENCES persons (id),
  what TEXT NOT NULL CHECK (what IN ('zone', 'hours', 'holiday', 'rule', 'worked', 'closure', 'shift', 'place')),
  from_date TEXT NOT NULL,
  until_date TEXT,
  said TEXT NOT NULL CHECK (json_valid(said))
) STRICT;
CREATE INDEX calendar_changes_unit ON calendar_changes (unit_id, at);
CREATE INDEX calendar_changes_at ON calendar_changes (at);
