UPDATE plans SET holiday_policy = 'next' WHERE holiday_policy = 'previous';
ALTER TABLE plans
  DROP CONSTRAINT plans_holiday_policy_check,
  ADD CONSTRAINT plans_holiday_policy_check CHECK (holiday_policy IN ('skip', 'next')),
  DROP COLUMN covers,
  DROP COLUMN assignment,
  DROP COLUMN person_id,
  DROP COLUMN most_a_day,
  DROP COLUMN not_own_work,
  DROP COLUMN new_pairs,
  DROP COLUMN ask_count,
  DROP COLUMN tags,
  DROP COLUMN unannounced,
  DROP COLUMN drawn_a_month,
  DROP COLUMN shift_id,
  DROP COLUMN anonymous,
  DROP COLUMN about_layer;
