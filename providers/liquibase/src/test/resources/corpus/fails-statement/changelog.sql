--liquibase formatted sql
--changeset ann:1
CREATE TABLE a (id int);
--rollback DROP TABLE a;
--changeset ann:2
CREATE TABLE b (id int);
INSERT INTO nowhere VALUES (1);
--changeset ann:3
CREATE TABLE c (id int);
