--liquibase formatted sql

--changeset data-engineering:001-currencies
--comment: ISO 4217, only what the business uses
CREATE TABLE STAGING.CURRENCIES (
  CURRENCY_CODE VARCHAR(3)  NOT NULL,
  CURRENCY_NAME VARCHAR(60) NOT NULL,
  CONSTRAINT PK_CURRENCIES PRIMARY KEY (CURRENCY_CODE)
) COMMENT = 'Currencies';
--rollback DROP TABLE IF EXISTS STAGING.CURRENCIES;

--changeset data-engineering:002-minor-units
--comment: Yen has none, dinars have three
ALTER TABLE STAGING.CURRENCIES ADD COLUMN MINOR_UNITS NUMBER(1,0) DEFAULT 2;
--rollback ALTER TABLE STAGING.CURRENCIES DROP COLUMN MINOR_UNITS;
