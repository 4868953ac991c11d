DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (state, next_try_at);
DROP INDEX audits_notice;
CREATE INDEX audits_notice ON audits (notice_at);
DROP INDEX findings_notice;
CREATE INDEX findings_notice ON findings (notice_at);
DROP INDEX actions_notice;
CREATE INDEX actions_notice ON corrective_actions (notice_at);
