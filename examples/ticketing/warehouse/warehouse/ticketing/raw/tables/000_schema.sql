--liquibase formatted sql

--changeset data-engineering:001-schema
--comment: What arrives, as it arrives
CREATE SCHEMA IF NOT EXISTS RAW DATA_RETENTION_TIME_IN_DAYS = 1 COMMENT = 'Data as delivered by the ticketing systems';
--rollback DROP SCHEMA IF EXISTS RAW;
