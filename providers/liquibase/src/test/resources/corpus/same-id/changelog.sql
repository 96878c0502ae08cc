--liquibase formatted sql
--changeset ann:1 context:dev
CREATE TABLE a (in_dev int);
--rollback DROP TABLE a;
--changeset ann:1 context:prod
CREATE TABLE a (in_prod int);
--rollback DROP TABLE a;
--changeset ann:2
INSERT INTO a VALUES (1);
--rollback empty
