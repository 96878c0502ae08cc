--liquibase formatted sql
--changeset ann:1
CREATE TABLE notes (note text);
INSERT INTO notes VALUES ($x$ one; two $x$);
