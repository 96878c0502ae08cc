--liquibase formatted sql
--changeset four:1 context:dev
INSERT INTO marks VALUES ('four');
--rollback empty
