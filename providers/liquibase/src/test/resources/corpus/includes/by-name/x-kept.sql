--liquibase formatted sql
--changeset x-kept:1
INSERT INTO marks VALUES ('by-name/x-kept');
--rollback empty
