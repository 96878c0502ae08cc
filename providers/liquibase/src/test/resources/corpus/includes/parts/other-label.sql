--liquibase formatted sql
--changeset other-label:1
INSERT INTO marks VALUES ('other-label');
--rollback empty
