--liquibase formatted sql

--changeset data-engineering:001-schema
--comment: What arrives, as it arrives
CREATE SCHEMA IF NOT EXISTS raw;
--rollback DROP SCHEMA IF EXISTS raw;
