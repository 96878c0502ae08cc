--liquibase formatted sql

--changeset data-engineering:001-schema
--comment: Cleaned and conformed, one view per raw table
CREATE SCHEMA IF NOT EXISTS STAGING COMMENT = 'Cleaned and conformed data';
--rollback DROP SCHEMA IF EXISTS STAGING;
