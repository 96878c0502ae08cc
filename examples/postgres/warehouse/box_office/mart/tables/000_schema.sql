--liquibase formatted sql

--changeset data-engineering:001-schema
--comment: What reports read
CREATE SCHEMA IF NOT EXISTS mart;
--rollback DROP SCHEMA IF EXISTS mart;
