-- the last day of a day off that lasts longer than one day (owner: agency)
ALTER TABLE holidays ADD COLUMN until_date date;
-- holidays that come round every year, on a date or on a weekday of a month (owner: agency)
CREATE TABLE holiday_rules (
  id uuid PRIMARY KEY NOT NULL,
  unit_id uuid NOT NULL REFERENCES units (id),
  name text NOT NULL,
  month integer NOT NULL CHECK (month BETWEEN 1 AND 12),
  day integer CHECK (day BETWEEN 1 AND 31),
  nth integer CHECK (nth IN (-1, 1, 2, 3, 4, 5)),
  weekday integer CHECK (weekday BETWEEN 1 AND 7),
  days_after integer NOT NULL CHECK (days_after BETWEEN 0 AND 6),
  observed text NOT NULL CHECK (observed IN ('as-it-falls', 'nearest', 'next')),
  from_year integer,
  until_year integer,
  revision integer NOT NULL,
  CHECK ((day IS NULL) <> (nth IS NULL) AND (nth IS NULL) = (weekday IS NULL))
);
CREATE INDEX holiday_rules_unit ON holiday_rules (unit_id);
-- days a unit and everything below it works although they are off above (owner: agency)
CREATE TABLE worked_days (
  unit_id uuid NOT NULL REFERENCES units (id),
  on_date date NOT NULL,
  PRIMARY KEY (unit_id, on_date)
);
-- working hours that rotate: a cycle of days, repeated from its first day on (owner: agency)
CREATE TABLE shifts (
  id uuid PRIMARY KEY NOT NULL,
  unit_id uuid NOT NULL REFERENCES units (id),
  name text NOT NULL,
  first_day date NOT NULL,
  cycle_days integer NOT NULL CHECK (cycle_days BETWEEN 1 AND 180),
  active boolean NOT NULL,
  revision integer NOT NULL
);
CREATE INDEX shifts_unit ON shifts (unit_id);
-- the hours of one day of a shift's cycle, counted from 1; a day without a row is free (owner: agency)
CREATE TABLE shift_hours (
  shift_id uuid NOT NULL REFERENCES shifts (id),
  day integer NOT NULL CHECK (day BETWEEN 1 AND 180),
  opens_minute integer NOT NULL CHECK (opens_minute BETWEEN 0 AND 1439),
  closes_minute integer NOT NULL CHECK (closes_minute > opens_minute AND closes_minute <= opens_minute + 1440),
  PRIMARY KEY (shift_id, day)
);
-- what changed in a working calendar, and the local dates it touches, for planning to follow (owner: agency)
CREATE TABLE calendar_changes (
  id uuid PRIMARY KEY NOT NULL,
  unit_id uuid NOT NULL REFERENCES units (id),
  at timestamptz NOT NULL,
  who uuid REFERENCES persons (id),
  what text NOT NULL CHECK (what IN ('zone', 'hours', 'holiday', 'rule', 'worked', 'closure', 'shift', 'place')),
  from_date date NOT NULL,
  until_date date,
  said jsonb NOT NULL
);
CREATE INDEX calendar_changes_unit ON calendar_changes (unit_id, at);
CREATE INDEX calendar_changes_at ON calendar_changes (at);
