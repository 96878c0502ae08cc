--liquibase formatted sql

--changeset data-engineering:001-schema
--comment: Cleaned and conformed data
CREATE SCHEMA IF NOT EXISTS staging;
--rollback DROP SCHEMA IF EXISTS staging;
