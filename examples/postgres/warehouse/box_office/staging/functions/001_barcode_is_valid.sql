--liquibase formatted sql

--changeset data-engineering:001-barcode-is-valid runOnChange:true splitStatements:false
--comment: Check digit of a thirteen-digit barcode
CREATE OR REPLACE FUNCTION staging.barcode_is_valid(barcode text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT
AS $$
DECLARE
  digit_sum integer := 0;
BEGIN
  IF barcode !~ '^[0-9]{13}$' THEN
    RETURN false;
  END IF;
  FOR i IN 1..12 LOOP
    digit_sum := digit_sum + substr(barcode, i, 1)::integer * CASE WHEN i % 2 = 1 THEN 1 ELSE 3 END;
  END LOOP;
  RETURN (10 - digit_sum % 10) % 10 = substr(barcode, 13, 1)::integer;
END;
$$
--rollback DROP FUNCTION IF EXISTS staging.barcode_is_valid(text);
