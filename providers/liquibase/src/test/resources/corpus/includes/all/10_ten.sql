--liquibase formatted sql
--changeset 10_ten:1
INSERT INTO marks VALUES ('all/10_ten');
--rollback empty
