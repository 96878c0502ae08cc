--liquibase formatted sql
--changeset dotted:1
INSERT INTO marks VALUES ('dotted');
--rollback empty
