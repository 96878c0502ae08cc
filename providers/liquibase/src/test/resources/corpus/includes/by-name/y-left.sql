--liquibase formatted sql
--changeset y-left:1
INSERT INTO marks VALUES ('by-name/y-left');
--rollback empty
