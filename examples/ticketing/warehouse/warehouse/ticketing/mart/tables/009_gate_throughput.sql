--liquibase formatted sql

--changeset data-engineering:001-gate-throughput
--comment: Kept up to date by Snowflake itself while the doors are open
CREATE DYNAMIC TABLE IF NOT EXISTS MART.GATE_THROUGHPUT
  TARGET_LAG = '5 minutes'
  WAREHOUSE = TICKETING_${environment}_LOAD
AS
SELECT EVENT_ID, GATE, DATE_TRUNC('minute', SCANNED_AT) AS SCANNED_MINUTE, COUNT(*) AS SCANS
FROM RAW.SCANS
GROUP BY EVENT_ID, GATE, DATE_TRUNC('minute', SCANNED_AT);
--rollback DROP DYNAMIC TABLE IF EXISTS MART.GATE_THROUGHPUT;
