-- a comment; here
INSERT INTO venues (name) VALUES ('file one');
INSERT INTO venues (name) VALUES ('file ${nested}');
