--liquibase formatted sql

--changeset data-engineering:001-reporting-settings
--comment: Reports read the region from here instead of carrying it in every workbook
CREATE TABLE MART.REPORTING_SETTINGS (
  REGION_CODE    VARCHAR(8)  NOT NULL,
  CURRENCY_CODE  VARCHAR(3)  NOT NULL,
  TIME_ZONE      VARCHAR(64) NOT NULL,
  DATA_RESIDENCY BOOLEAN     NOT NULL,
  CONSTRAINT PK_REPORTING_SETTINGS PRIMARY KEY (REGION_CODE)
) COMMENT = 'What differs between the regions';
--rollback DROP TABLE IF EXISTS MART.REPORTING_SETTINGS;
