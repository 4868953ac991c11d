DROP TABLE jobs;
DROP TABLE attachments;
DROP TABLE counters;
DROP TABLE outbox;
DROP TABLE history_seals;
DROP TABLE history_texts;
DROP TABLE history;
DROP TABLE installation;
