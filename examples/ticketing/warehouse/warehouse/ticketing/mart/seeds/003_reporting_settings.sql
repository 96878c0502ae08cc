--liquibase formatted sql

--changeset data-engineering:001-reporting-settings runOnChange:true
--comment: Runs again when the settings of the region change, because the parameters are part of the statement
MERGE INTO MART.REPORTING_SETTINGS T
USING (
  SELECT '${region_code}' AS REGION_CODE, '${currency}' AS CURRENCY_CODE, '${timezone}' AS TIME_ZONE, ${data_residency} AS DATA_RESIDENCY
) S
ON T.REGION_CODE = S.REGION_CODE
WHEN MATCHED THEN UPDATE SET CURRENCY_CODE = S.CURRENCY_CODE, TIME_ZONE = S.TIME_ZONE, DATA_RESIDENCY = S.DATA_RESIDENCY
WHEN NOT MATCHED THEN INSERT (REGION_CODE, CURRENCY_CODE, TIME_ZONE, DATA_RESIDENCY)
  VALUES (S.REGION_CODE, S.CURRENCY_CODE, S.TIME_ZONE, S.DATA_RESIDENCY);
--rollback DELETE FROM MART.REPORTING_SETTINGS WHERE REGION_CODE = '${region_code}';
