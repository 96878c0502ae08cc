--liquibase formatted sql
--changeset c:1
INSERT INTO marks VALUES ('all/nested/c');
--rollback empty
