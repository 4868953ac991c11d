DROP TABLE clause_texts;
DROP TABLE clauses;
DROP TABLE editions;
DROP TABLE manuals;
