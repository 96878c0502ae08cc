--liquibase formatted sql

--changeset data-engineering:001-venues
--comment: Halls, arenas and fields
CREATE TABLE RAW.VENUES (
  VENUE_ID     VARCHAR(36)  NOT NULL,
  VENUE_NAME   VARCHAR(200) NOT NULL,
  CITY         VARCHAR(100),
  COUNTRY_CODE VARCHAR(2),
  CAPACITY     NUMBER(9,0),
  TIME_ZONE    VARCHAR(64) DEFAULT '${timezone}',
  SRC          VARIANT,
  SOURCE_FILE  VARCHAR(1024),
  LOADED_AT    TIMESTAMP_NTZ DEFAULT CURRENT_TIMESTAMP(),
  CONSTRAINT PK_VENUES PRIMARY KEY (VENUE_ID)
) COMMENT = 'Places where events happen';
--rollback DROP TABLE IF EXISTS RAW.VENUES;
