--liquibase formatted sql

--changeset data-engineering:001-record-load runOnChange:true splitStatements:false
--comment: Called at the end of every load
CREATE OR REPLACE PROCEDURE STAGING.RECORD_LOAD(TARGET VARCHAR, LOADED NUMBER)
RETURNS VARCHAR
LANGUAGE SQL
COMMENT = 'Writes one row to LOAD_RUNS'
EXECUTE AS OWNER
AS
$$
BEGIN
  INSERT INTO STAGING.LOAD_RUNS (TARGET_TABLE, ROW_COUNT) VALUES (:TARGET, :LOADED);
  RETURN TARGET || ': ' || LOADED || ' rows';
END;
$$
--rollback DROP PROCEDURE IF EXISTS STAGING.RECORD_LOAD(VARCHAR, NUMBER);
