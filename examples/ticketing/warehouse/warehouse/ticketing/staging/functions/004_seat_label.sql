--liquibase formatted sql

--changeset data-engineering:001-seat-label runOnChange:true endDelimiter:@@
--comment: As printed on the ticket
CREATE OR REPLACE FUNCTION STAGING.SEAT_LABEL(SECTION_NAME VARCHAR, ROW_LABEL VARCHAR, SEAT_NUMBER FLOAT)
RETURNS VARCHAR
LANGUAGE JAVASCRIPT
IMMUTABLE
AS
$$
  var parts = [SECTION_NAME, ROW_LABEL, SEAT_NUMBER];
  return parts.filter(function (part) { return part !== null && part !== undefined; }).join(' ');
$$
@@
--rollback DROP FUNCTION IF EXISTS STAGING.SEAT_LABEL(VARCHAR, VARCHAR, FLOAT);
