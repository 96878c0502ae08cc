--liquibase formatted sql

--changeset data-engineering:001-currencies
--comment: ISO 4217, only what the business uses
CREATE TABLE staging.currencies (
  currency_code char(3) PRIMARY KEY,
  currency_name text NOT NULL,
  minor_units   smallint NOT NULL DEFAULT 2
);
--rollback DROP TABLE IF EXISTS staging.currencies;
