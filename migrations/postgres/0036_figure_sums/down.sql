DROP INDEX findings_place;
DROP INDEX findings_closure;
DROP INDEX figure_answers_place;
DROP TABLE figure_summed;
DROP TABLE figure_units;
DROP TABLE figure_months;
DROP TABLE figure_days;
