--liquibase formatted sql
--changeset bottom:1
INSERT INTO marks VALUES ('filtered/deep/deeper/bottom');
--rollback empty
