--liquibase formatted sql
--changeset ann:1
CREATE TABLE a (id int);
--changeset ann:2
--preconditions onError:MARK_RAN
--precondition-sql-check expectedResult:1 SELECT 2
CREATE TABLE b (id int);
