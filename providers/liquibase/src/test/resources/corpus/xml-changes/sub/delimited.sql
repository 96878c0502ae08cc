INSERT INTO venues (name) VALUES ('at; one')@@
INSERT INTO venues (name) VALUES ('at two')
