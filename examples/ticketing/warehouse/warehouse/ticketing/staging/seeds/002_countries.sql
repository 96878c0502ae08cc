--liquibase formatted sql

--changeset data-engineering:001-countries runOnChange:true
--comment: Countries with venues, and those many visitors come from
MERGE INTO STAGING.COUNTRIES T
USING (
  SELECT V.COUNTRY_CODE, V.COUNTRY_NAME, V.CURRENCY_CODE
  FROM (VALUES
    ('AU', 'Australia', 'AUD'),
    ('GB', 'United Kingdom', 'GBP'),
    ('SG', 'Singapore', 'SGD'),
    ('US', 'United States', 'USD'),
    ('DE', 'Germany', 'EUR'),
    ('JP', 'Japan', 'JPY')
  ) AS V (COUNTRY_CODE, COUNTRY_NAME, CURRENCY_CODE)
) S
ON T.COUNTRY_CODE = S.COUNTRY_CODE
WHEN MATCHED THEN UPDATE SET COUNTRY_NAME = S.COUNTRY_NAME, CURRENCY_CODE = S.CURRENCY_CODE
WHEN NOT MATCHED THEN INSERT (COUNTRY_CODE, COUNTRY_NAME, CURRENCY_CODE) VALUES (S.COUNTRY_CODE, S.COUNTRY_NAME, S.CURRENCY_CODE);
--rollback DELETE FROM STAGING.COUNTRIES WHERE COUNTRY_CODE IN ('AU', 'GB', 'SG', 'US', 'DE', 'JP');
