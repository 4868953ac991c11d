-- what is due is taken one by one, the most urgent first and then in the order of ids: with the id in the index, thousands
-- that are due at the same moment are not sorted anew for each of them
DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (state, next_try_at, id);
DROP INDEX audits_notice;
CREATE INDEX audits_notice ON audits (notice_at, id);
DROP INDEX findings_notice;
CREATE INDEX findings_notice ON findings (notice_at, id);
DROP INDEX actions_notice;
CREATE INDEX actions_notice ON corrective_actions (notice_at, id);
