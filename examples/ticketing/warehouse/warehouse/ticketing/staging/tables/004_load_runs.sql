--liquibase formatted sql

--changeset data-engineering:001-load-run-sequence
--comment: Numbers the loads
CREATE SEQUENCE IF NOT EXISTS STAGING.SEQ_LOAD_RUN START = 1 INCREMENT = 1;
--rollback DROP SEQUENCE IF EXISTS STAGING.SEQ_LOAD_RUN;

--changeset data-engineering:002-load-runs
--comment: What was loaded, when, and how many rows
CREATE TABLE STAGING.LOAD_RUNS (
  LOAD_RUN_ID  NUMBER(38,0) DEFAULT STAGING.SEQ_LOAD_RUN.NEXTVAL,
  TARGET_TABLE VARCHAR(128) NOT NULL,
  ROW_COUNT    NUMBER(38,0),
  FINISHED_AT  TIMESTAMP_NTZ DEFAULT CURRENT_TIMESTAMP(),
  CONSTRAINT PK_LOAD_RUNS PRIMARY KEY (LOAD_RUN_ID)
) COMMENT = 'Loads of the mart';
--rollback DROP TABLE IF EXISTS STAGING.LOAD_RUNS;
