DROP TABLE mail_choices;
DROP TABLE mail_stops;
DROP TABLE mail_kept;
UPDATE outbox SET state = 'failed' WHERE state = 'stopped';
ALTER TABLE outbox
  DROP COLUMN unsubscribe,
  DROP COLUMN address,
  DROP CONSTRAINT outbox_state_check,
  ADD CONSTRAINT outbox_state_check CHECK (state IN ('waiting', 'sent', 'failed'));
