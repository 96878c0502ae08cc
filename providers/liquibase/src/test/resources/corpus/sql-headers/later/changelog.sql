--liquibase formatted sql
--property name:colour value:red
--property name:size value:small context:dev
--property name:size value:large context:prod
--property name:engine value:pg dbms:postgresql
--property name:engine value:other dbms:h2,oracle

--changeset ann:base
--comment the marks, with 'quotes' and "more"
CREATE TABLE marks (mark text, at int);
--rollback DROP TABLE marks;

--changeset ann:properties splitStatements:false
INSERT INTO marks VALUES ('${colour} ${size} ${engine}'), ('${unknown}');
--rollback DELETE FROM marks;

--changeset ann:in-dev context:dev
INSERT INTO marks VALUES ('dev');
--rollback DELETE FROM marks WHERE mark = 'dev';
--changeset ann:filter contextFilter:"dev and !prod"
INSERT INTO marks VALUES ('dev and !prod');
--rollback empty
--changeset ann:in-prod context:prod
INSERT INTO marks VALUES ('prod');
--changeset ann:not-prod context:"!prod or test"
INSERT INTO marks VALUES ('!prod');
--rollback empty
--changeset ann:nested context:"(dev and (test or !prod)) or never"
INSERT INTO marks VALUES ('nested');
--rollback empty
--changeset ann:listed context:prod,dev
INSERT INTO marks VALUES ('listed');
--rollback empty
--changeset ann:labelled labels:wave-1,big
INSERT INTO marks VALUES ('wave-1');
--rollback empty
--changeset ann:other-label labels:wave-2
INSERT INTO marks VALUES ('wave-2');
--changeset ann:here dbms:postgresql
INSERT INTO marks VALUES ('postgresql');
--rollback empty
--changeset ann:not-here dbms:oracle,h2
INSERT INTO nowhere VALUES ('oracle');
--changeset ann:negated dbms:!oracle
INSERT INTO marks VALUES ('!oracle');
--rollback empty
--changeset ann:negated-here dbms:!postgresql
INSERT INTO nowhere VALUES ('!postgresql');
--changeset ann:ignored ignore:true
INSERT INTO nowhere VALUES ('ignored');
--changeset ann:always runAlways:true
INSERT INTO marks VALUES ('always');
--rollback empty
--changeset ann:on-change runOnChange:true
CREATE OR REPLACE VIEW seen AS SELECT mark, at FROM marks;
--rollback DROP VIEW seen;
--changeset ann:first runOrder:first
CREATE TABLE first (id int);
--rollback DROP TABLE first;
--changeset ann:last runOrder:last
INSERT INTO first VALUES (1);
--rollback DELETE FROM first;
--changeset ann:fails failOnError:false
INSERT INTO marks VALUES ('half');
INSERT INTO nowhere VALUES (1);
--rollback empty
--changeset ann:after-failure
INSERT INTO marks VALUES ('after the failure');
--rollback empty
--changeset ann:outside runInTransaction:false
CREATE INDEX CONCURRENTLY marks_mark ON marks (mark);
--rollback DROP INDEX marks_mark;
--changeset "ann bee":"with spaces" labels:"wave-1, x y"
INSERT INTO marks VALUES ('spaces');
--rollback empty
--changeset ann:logical logicalFilePath:other/place.sql
INSERT INTO marks VALUES ('logical');
--rollback empty
--changeset ann:validated runOnChange:false
--validCheckSum: 9:00000000000000000000000000000000
--validCheckSum: ANY
INSERT INTO marks VALUES ('validated otherwise');
--rollback empty
--changeset ann:on-validation onValidationFail:MARK_RAN
INSERT INTO marks VALUES ('on validation');
--rollback empty
--changeset ann:conditions
--preconditions onFail:MARK_RAN onError:CONTINUE onFailMessage:"not there"
--precondition-sql-check expectedResult:1 SELECT count(*) FROM marks WHERE mark = 'nothing'
--precondition-table-exists table:marks
INSERT INTO marks VALUES ('never');
--rollback empty
--changeset ann:conditions-hold
--preconditions onFail:HALT
--precondition-sql-check expectedResult:0 SELECT count(*) FROM marks WHERE mark = 'nothing'
--precondition-table-exists table:marks
--precondition-view-exists view:seen
INSERT INTO marks VALUES ('held');
--rollback empty
--changeset ann:quoting objectQuotingStrategy:QUOTE_ALL_OBJECTS created:2024-01-01
INSERT INTO marks VALUES ('quoting');
--rollback empty
--changeset ann:empty-comment
--comment
INSERT INTO marks VALUES ('empty comment');
--rollback empty
--changeset ann:long-comment
--comment A comment that is much longer than what the column of the bookkeeping table can hold, which is two hundred and fifty characters as Liquibase cuts it, so that everything that is behind these two hundred and fifty characters is not to be found in it: this is not there any more.
INSERT INTO marks VALUES ('long comment');
--rollback empty
