--liquibase formatted sql

--changeset data-engineering:001-clean-email runOnChange:true splitStatements:false
--comment: Lower case without spaces; an address without an at sign is no address
CREATE OR REPLACE FUNCTION STAGING.CLEAN_EMAIL(EMAIL VARCHAR)
RETURNS VARCHAR
LANGUAGE SQL
IMMUTABLE
COMMENT = 'Conformed e-mail address, or NULL'
AS
$$
  IFF(EMAIL LIKE '_%@_%', LOWER(TRIM(EMAIL)), NULL)
$$
--rollback DROP FUNCTION IF EXISTS STAGING.CLEAN_EMAIL(VARCHAR);
