-- what else a plan says: units ticked or all below them, who does it, how many questions, moments by lot, a shift, an
-- audit of a duty of management (owner: planning)
ALTER TABLE plans
  DROP CONSTRAINT plans_holiday_policy_check,
  ADD CONSTRAINT plans_holiday_policy_check CHECK (holiday_policy IN ('skip', 'next', 'previous')),
  ADD COLUMN covers text NOT NULL DEFAULT 'units' CHECK (covers IN ('units', 'subtree')),
  ADD COLUMN assignment text NOT NULL DEFAULT 'turns' CHECK (assignment IN ('turns', 'fair', 'person', 'pool')),
  ADD COLUMN person_id uuid REFERENCES persons (id),
  ADD COLUMN most_a_day integer CHECK (most_a_day > 0),
  ADD COLUMN not_own_work boolean NOT NULL DEFAULT false,
  ADD COLUMN new_pairs boolean NOT NULL DEFAULT false,
  ADD COLUMN ask_count integer CHECK (ask_count > 0),
  ADD COLUMN tags text NOT NULL DEFAULT '',
  ADD COLUMN unannounced boolean NOT NULL DEFAULT false,
  ADD COLUMN drawn_a_month integer CHECK (drawn_a_month > 0),
  ADD COLUMN shift_id uuid REFERENCES shifts (id),
  ADD COLUMN anonymous boolean NOT NULL DEFAULT false,
  ADD COLUMN about_layer integer;
