DROP TABLE photos_taken_back;
