--liquibase formatted sql
--changeset a:1
INSERT INTO marks VALUES ('all/a');
--rollback empty
