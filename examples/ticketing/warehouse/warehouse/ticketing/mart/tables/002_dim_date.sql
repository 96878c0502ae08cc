--liquibase formatted sql

--changeset data-engineering:001-dim-date
--comment: One row per day
CREATE TABLE MART.DIM_DATE (
  DATE_KEY       NUMBER(8,0) NOT NULL,
  CALENDAR_DATE  DATE NOT NULL,
  DAY_NAME       VARCHAR(9),
  ISO_DAY        NUMBER(1,0),
  ISO_WEEK       NUMBER(2,0),
  MONTH_NUMBER   NUMBER(2,0),
  QUARTER_NUMBER NUMBER(1,0),
  CALENDAR_YEAR  NUMBER(4,0),
  IS_WEEKEND     BOOLEAN,
  CONSTRAINT PK_DIM_DATE PRIMARY KEY (DATE_KEY),
  CONSTRAINT UQ_DIM_DATE UNIQUE (CALENDAR_DATE)
) COMMENT = 'Calendar';
--rollback DROP TABLE IF EXISTS MART.DIM_DATE;

--changeset data-engineering:002-fiscal-year
--comment: The year of the business begins in July
ALTER TABLE MART.DIM_DATE ADD COLUMN FISCAL_YEAR NUMBER(4,0) COMMENT 'Named after the year in which it ends';
--rollback ALTER TABLE MART.DIM_DATE DROP COLUMN FISCAL_YEAR;
