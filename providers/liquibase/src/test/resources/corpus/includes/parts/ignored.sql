--liquibase formatted sql
--changeset ignored:1
INSERT INTO marks VALUES ('ignored');
--rollback empty
