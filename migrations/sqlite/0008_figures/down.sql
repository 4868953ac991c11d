DROP TABLE figure_audits;
DROP TABLE figure_answers;
