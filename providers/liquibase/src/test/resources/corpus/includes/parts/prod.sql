--liquibase formatted sql
--changeset prod:1
INSERT INTO marks VALUES ('prod');
--rollback empty
