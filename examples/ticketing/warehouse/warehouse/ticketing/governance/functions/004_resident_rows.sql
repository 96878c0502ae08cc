--liquibase formatted sql

--changeset platform:001-resident-rows
--comment: Row access policy for data residency; starts closed
CREATE ROW ACCESS POLICY IF NOT EXISTS GOVERNANCE.RESIDENT_ROWS AS (HOME_REGION_CODE VARCHAR) RETURNS BOOLEAN -> FALSE
  COMMENT = 'Keeps customers of other regions out of sight';
--rollback DROP ROW ACCESS POLICY IF EXISTS GOVERNANCE.RESIDENT_ROWS;

--changeset platform:002-resident-rows-rule runOnChange:true
--comment: Rows of this region, rows a role is entitled to, and all rows where residency does not apply
ALTER ROW ACCESS POLICY GOVERNANCE.RESIDENT_ROWS SET BODY ->
  NOT ${data_residency}
  OR HOME_REGION_CODE = '${region_code}'
  OR EXISTS (
    SELECT 1
    FROM GOVERNANCE.REGION_ENTITLEMENTS E
    WHERE E.ROLE_NAME = CURRENT_ROLE()
      AND E.REGION_CODE = HOME_REGION_CODE
      AND (E.EXPIRES_ON IS NULL OR E.EXPIRES_ON >= CURRENT_DATE())
  );
--rollback ALTER ROW ACCESS POLICY GOVERNANCE.RESIDENT_ROWS SET BODY -> FALSE;
