--liquibase formatted sql

--changeset platform:001-mask-personal
--comment: For names and phone numbers; starts closed
CREATE MASKING POLICY IF NOT EXISTS GOVERNANCE.MASK_PERSONAL AS (VAL VARCHAR) RETURNS VARCHAR -> '***'
  COMMENT = 'Hides personal text';
--rollback DROP MASKING POLICY IF EXISTS GOVERNANCE.MASK_PERSONAL;

--changeset platform:002-mask-personal-rule runOnChange:true
--comment: Where residency applies, reading in the clear needs the reader role of this environment
ALTER MASKING POLICY GOVERNANCE.MASK_PERSONAL SET BODY ->
  CASE
    WHEN CURRENT_ROLE() = '${deploy_role}' THEN VAL
    WHEN IS_ROLE_IN_SESSION('TICKETING_${environment}_PII_READER') THEN VAL
    WHEN NOT ${data_residency} AND IS_ROLE_IN_SESSION('TICKETING_${environment}_ENGINEER') THEN VAL
    ELSE '***'
  END;
--rollback ALTER MASKING POLICY GOVERNANCE.MASK_PERSONAL SET BODY -> '***';
