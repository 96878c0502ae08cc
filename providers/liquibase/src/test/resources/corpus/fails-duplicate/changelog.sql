--liquibase formatted sql
--changeset ann:1
CREATE TABLE a (id int);
--rollback DROP TABLE a;
--changeset ann:1
CREATE TABLE b (id int);
--rollback DROP TABLE b;
