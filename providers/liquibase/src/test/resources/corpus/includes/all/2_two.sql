--liquibase formatted sql
--changeset 2_two:1
INSERT INTO marks VALUES ('all/2_two');
--rollback empty
