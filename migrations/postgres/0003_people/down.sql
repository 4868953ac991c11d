DROP TABLE sign_in_throttles;
DROP TABLE password_resets;
DROP TABLE sessions;
DROP TABLE assignments;
DROP TABLE persons;
