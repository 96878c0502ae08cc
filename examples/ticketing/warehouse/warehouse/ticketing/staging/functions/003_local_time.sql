--liquibase formatted sql

--changeset data-engineering:001-local-time runOnChange:true splitStatements:false
--comment: The systems deliver UTC, the business thinks in local time
CREATE OR REPLACE FUNCTION STAGING.LOCAL_TIME(AT_UTC TIMESTAMP_NTZ)
RETURNS TIMESTAMP_NTZ
LANGUAGE SQL
COMMENT = 'UTC to ${timezone}'
AS
$$
  CONVERT_TIMEZONE('UTC', '${timezone}', AT_UTC)
$$
--rollback DROP FUNCTION IF EXISTS STAGING.LOCAL_TIME(TIMESTAMP_NTZ);
