--liquibase formatted sql

--changeset data-engineering:001-events
--comment: One row per performance that can be sold
CREATE TABLE RAW.EVENTS (
  EVENT_ID    VARCHAR(36)  NOT NULL,
  EVENT_NAME  VARCHAR(200) NOT NULL,
  CATEGORY    VARCHAR(40),
  VENUE_ID    VARCHAR(36)  NOT NULL,
  PROMOTER_ID VARCHAR(36),
  DOORS_AT    TIMESTAMP_NTZ,
  STARTS_AT   TIMESTAMP_NTZ NOT NULL,
  STATUS      VARCHAR(20)  DEFAULT 'draft',
  SRC         VARIANT,
  SOURCE_FILE VARCHAR(1024),
  LOADED_AT   TIMESTAMP_NTZ DEFAULT CURRENT_TIMESTAMP(),
  CONSTRAINT PK_EVENTS PRIMARY KEY (EVENT_ID)
) COMMENT = 'Performances on sale';
--rollback DROP TABLE IF EXISTS RAW.EVENTS;

--changeset data-engineering:002-events-comments
--comment: Times are delivered in UTC
COMMENT ON COLUMN RAW.EVENTS.STARTS_AT IS 'Start of the performance, UTC';
COMMENT ON COLUMN RAW.EVENTS.DOORS_AT IS 'Opening of the doors, UTC';
COMMENT ON COLUMN RAW.EVENTS.SRC IS 'The message as delivered';
--rollback not required
