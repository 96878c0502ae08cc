INSERT INTO marks VALUES ('plain ${who}');
INSERT INTO marks VALUES ('plain two');
