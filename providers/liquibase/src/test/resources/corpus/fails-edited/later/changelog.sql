--liquibase formatted sql
--changeset ann:1
CREATE TABLE a (id bigint);
