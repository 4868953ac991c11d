-- what is asked of a board about a part of the work is found without going through every unit (owner: findings)
CREATE INDEX findings_pressing_process ON findings (process_id, due_at, id, closed_at, unit_id, severity, escalation, question_id, layer)
  WHERE closed_at IS NULL AND (escalation >= 2 OR severity = 'critical');
-- what nobody has is asked of a board only where it is systemic, which is rare
DROP INDEX findings_unowned;
CREATE INDEX findings_unowned ON findings (process_id, state, unit_id, question_id, layer, closed_at, owner_id, origin_kind, id)
  WHERE closed_at IS NULL AND owner_id IS NULL AND origin_kind = 'systemic';
-- answers on the questions of a goal at a unit and all below it, by week (its Monday); only of units with others below (owner: figures)
CREATE TABLE figure_goal_weeks (
  goal_id BLOB NOT NULL CHECK (length(goal_id) = 16) REFERENCES goals (id),
  unit_id BLOB NOT NULL CHECK (length(unit_id) = 16) REFERENCES units (id),
  begins TEXT NOT NULL,
  conforms INTEGER NOT NULL,
  nonconforming INTEGER NOT NULL,
  corrected INTEGER NOT NULL,
  not_applicable INTEGER NOT NULL,
  PRIMARY KEY (goal_id, unit_id, begins)
) STRICT, WITHOUT ROWID;
INSERT INTO figure_goal_weeks (goal_id, unit_id, begins, conforms, nonconforming, corrected, not_applicable)
  SELECT figure_goals.goal_id, above.ancestor_id, figure_goals.begins, sum(figure_goals.conforms), sum(figure_goals.nonconforming), sum(figure_goals.corrected), sum(figure_goals.not_applicable)
  FROM figure_goals JOIN unit_ancestors above ON above.descendant_id = figure_goals.unit_id
  WHERE figure_goals.span = 'week' AND above.ancestor_id IN (SELECT ancestor_id FROM unit_ancestors WHERE depth > 0)
  GROUP BY figure_goals.goal_id, above.ancestor_id, figure_goals.begins
  ORDER BY figure_goals.goal_id, above.ancestor_id, figure_goals.begins;
