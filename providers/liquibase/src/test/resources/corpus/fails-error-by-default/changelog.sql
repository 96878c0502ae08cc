--liquibase formatted sql
--changeset ann:1
CREATE TABLE a (id int);
--changeset ann:2
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:1 SELECT nothing FROM nowhere
CREATE TABLE b (id int);
