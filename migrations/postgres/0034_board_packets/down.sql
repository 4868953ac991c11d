DROP TABLE packet_links;
DROP TABLE packets;
DROP TABLE board_meetings;
