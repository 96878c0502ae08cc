--liquibase formatted sql

--changeset data-engineering:001-region-settings
--comment: What differs between the regions
CREATE TABLE mart.region_settings (
  region_code    text PRIMARY KEY,
  currency_code  char(3) NOT NULL REFERENCES staging.currencies (currency_code),
  time_zone      text NOT NULL,
  data_residency boolean NOT NULL
);
--rollback DROP TABLE IF EXISTS mart.region_settings;
