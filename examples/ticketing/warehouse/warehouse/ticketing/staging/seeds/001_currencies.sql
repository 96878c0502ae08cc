--liquibase formatted sql

--changeset data-engineering:001-currencies runOnChange:true
--comment: A MERGE may run again: it adds and corrects, it never doubles
MERGE INTO STAGING.CURRENCIES T
USING (
  SELECT V.CURRENCY_CODE, V.CURRENCY_NAME, V.MINOR_UNITS
  FROM (VALUES
    ('AUD', 'Australian dollar', 2),
    ('GBP', 'Pound sterling', 2),
    ('SGD', 'Singapore dollar', 2),
    ('USD', 'United States dollar', 2),
    ('EUR', 'Euro', 2),
    ('JPY', 'Yen', 0)
  ) AS V (CURRENCY_CODE, CURRENCY_NAME, MINOR_UNITS)
) S
ON T.CURRENCY_CODE = S.CURRENCY_CODE
WHEN MATCHED THEN UPDATE SET CURRENCY_NAME = S.CURRENCY_NAME, MINOR_UNITS = S.MINOR_UNITS
WHEN NOT MATCHED THEN INSERT (CURRENCY_CODE, CURRENCY_NAME, MINOR_UNITS) VALUES (S.CURRENCY_CODE, S.CURRENCY_NAME, S.MINOR_UNITS);
--rollback DELETE FROM STAGING.CURRENCIES WHERE CURRENCY_CODE IN ('AUD', 'GBP', 'SGD', 'USD', 'EUR', 'JPY');
