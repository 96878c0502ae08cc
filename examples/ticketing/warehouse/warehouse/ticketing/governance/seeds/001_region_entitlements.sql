--liquibase formatted sql

--changeset platform:001-home-entitlements runOnChange:true
--comment: The roles of this environment may read the customers of their own region
MERGE INTO GOVERNANCE.REGION_ENTITLEMENTS T
USING (
  SELECT V.ROLE_NAME, V.REGION_CODE, V.REASON
  FROM (VALUES
    ('TICKETING_${environment}_ENGINEER', '${region_code}', 'home region'),
    ('TICKETING_${environment}_ANALYST', '${region_code}', 'home region'),
    ('TICKETING_${environment}_REPORTING', '${region_code}', 'home region'),
    ('TICKETING_${environment}_PII_READER', '${region_code}', 'home region')
  ) AS V (ROLE_NAME, REGION_CODE, REASON)
) S
ON T.ROLE_NAME = S.ROLE_NAME AND T.REGION_CODE = S.REGION_CODE
WHEN MATCHED THEN UPDATE SET REASON = S.REASON
WHEN NOT MATCHED THEN INSERT (ROLE_NAME, REGION_CODE, REASON) VALUES (S.ROLE_NAME, S.REGION_CODE, S.REASON);
--rollback DELETE FROM GOVERNANCE.REGION_ENTITLEMENTS WHERE REASON = 'home region';
