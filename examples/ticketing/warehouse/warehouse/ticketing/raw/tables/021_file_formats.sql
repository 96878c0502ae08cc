--liquibase formatted sql

--changeset data-engineering:001-json-lines
--comment: What the ticketing systems write
CREATE FILE FORMAT IF NOT EXISTS RAW.JSON_LINES
  TYPE = JSON
  COMPRESSION = AUTO
  STRIP_OUTER_ARRAY = FALSE
  COMMENT = 'One JSON object on each line';
--rollback DROP FILE FORMAT IF EXISTS RAW.JSON_LINES;

--changeset data-engineering:002-csv-with-header
--comment: What promoters and finance send
CREATE FILE FORMAT IF NOT EXISTS RAW.CSV_WITH_HEADER
  TYPE = CSV
  FIELD_DELIMITER = ','
  SKIP_HEADER = 1
  FIELD_OPTIONALLY_ENCLOSED_BY = '"'
  NULL_IF = ('', 'NULL');
--rollback DROP FILE FORMAT IF EXISTS RAW.CSV_WITH_HEADER;

--changeset data-engineering:003-parquet
--comment: What the scanners upload
CREATE FILE FORMAT IF NOT EXISTS RAW.PARQUET_SNAPPY TYPE = PARQUET COMPRESSION = SNAPPY;
--rollback DROP FILE FORMAT IF EXISTS RAW.PARQUET_SNAPPY;
