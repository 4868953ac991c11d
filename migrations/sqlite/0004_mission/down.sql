DROP TABLE objectives;
DROP TABLE goals;
DROP TABLE mission_statements;
