DROP TABLE figure_goal_weeks;
DROP INDEX findings_unowned;
CREATE INDEX findings_unowned ON findings (unit_id, closed_at, owner_id, origin_kind, state, id, process_id, question_id, layer)
  WHERE closed_at IS NULL AND owner_id IS NULL;
DROP INDEX findings_pressing_process;
