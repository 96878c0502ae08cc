--liquibase formatted sql
--changeset top:1
INSERT INTO marks VALUES ('filtered/top');
--rollback empty
