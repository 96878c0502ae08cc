--liquibase formatted sql

--changeset data-engineering:001-schema
--comment: What reports read
CREATE SCHEMA IF NOT EXISTS MART DATA_RETENTION_TIME_IN_DAYS = 1 COMMENT = 'Facts and dimensions for reports';
--rollback DROP SCHEMA IF EXISTS MART;
