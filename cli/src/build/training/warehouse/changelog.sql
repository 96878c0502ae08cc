--liquibase formatted sql

--changeset training:1
CREATE TABLE VENUES (ID NUMBER(10,0) NOT NULL, NAME VARCHAR(100));
--rollback DROP TABLE VENUES;

--changeset training:2
INSERT INTO VENUES (ID, NAME) VALUES (1, 'Arena');
--rollback DELETE FROM VENUES WHERE ID = 1;

--changeset training:3
CREATE TABLE EVENTS (ID NUMBER(10,0) NOT NULL, VENUE_ID NUMBER(10,0));
--rollback DROP TABLE EVENTS;

--changeset training:4 runOnChange:true
CREATE OR REPLACE VIEW NAMES COPY GRANTS AS SELECT ID, NAME FROM VENUES;
--rollback DROP VIEW NAMES;
