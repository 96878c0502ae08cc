--liquibase formatted sql
--changeset middle:1
INSERT INTO marks VALUES ('filtered/deep/middle');
--rollback empty
