--liquibase formatted sql

--changeset data-engineering:001-scans
--comment: Every reading of a ticket at a gate, refused ones too
CREATE TABLE RAW.SCANS (
  SCAN_ID     VARCHAR(36) NOT NULL,
  TICKET_ID   VARCHAR(36),
  EVENT_ID    VARCHAR(36) NOT NULL,
  GATE        VARCHAR(20),
  DEVICE_ID   VARCHAR(40),
  RESULT_CODE VARCHAR(20),
  SCANNED_AT  TIMESTAMP_NTZ NOT NULL,
  SRC         VARIANT,
  SOURCE_FILE VARCHAR(1024),
  LOADED_AT   TIMESTAMP_NTZ DEFAULT CURRENT_TIMESTAMP(),
  CONSTRAINT PK_SCANS PRIMARY KEY (SCAN_ID)
) COMMENT = 'Gate scans';
--rollback DROP TABLE IF EXISTS RAW.SCANS;

--changeset data-engineering:002-scans-cluster labels:performance
--comment: Read by event, in the order of time
ALTER TABLE RAW.SCANS CLUSTER BY (EVENT_ID, TO_DATE(SCANNED_AT));
--rollback ALTER TABLE RAW.SCANS DROP CLUSTERING KEY;
