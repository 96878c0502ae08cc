--liquibase formatted sql
--changeset B:1
INSERT INTO marks VALUES ('all/B');
--rollback empty
