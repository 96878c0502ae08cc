--liquibase formatted sql
--changeset ann:1 onValidationFail:MARK_RAN
CREATE TABLE a (id int);
