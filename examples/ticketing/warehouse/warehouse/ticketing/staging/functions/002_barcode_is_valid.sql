--liquibase formatted sql

--changeset data-engineering:001-barcode-is-valid runOnChange:true splitStatements:false
--comment: Check digit of a thirteen-digit barcode
CREATE OR REPLACE FUNCTION STAGING.BARCODE_IS_VALID(BARCODE VARCHAR)
RETURNS BOOLEAN
LANGUAGE JAVASCRIPT
STRICT
IMMUTABLE
COMMENT = 'True when the check digit fits'
AS
$$
  if (!/^[0-9]{13}$/.test(BARCODE)) {
    return false;
  }
  var sum = 0;
  for (var i = 0; i < 12; i++) {
    sum += Number(BARCODE.charAt(i)) * (i % 2 === 0 ? 1 : 3);
  }
  return (10 - (sum % 10)) % 10 === Number(BARCODE.charAt(12));
$$
--rollback DROP FUNCTION IF EXISTS STAGING.BARCODE_IS_VALID(VARCHAR);
