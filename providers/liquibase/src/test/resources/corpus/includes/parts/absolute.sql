--liquibase formatted sql
--changeset absolute:1
INSERT INTO marks VALUES ('absolute');
--rollback empty
