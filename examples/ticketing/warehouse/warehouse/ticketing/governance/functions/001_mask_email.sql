--liquibase formatted sql

--changeset platform:001-mask-email
--comment: Starts closed; a policy in use cannot be replaced, so the rule itself is set by the next changeset
CREATE MASKING POLICY IF NOT EXISTS GOVERNANCE.MASK_EMAIL AS (VAL VARCHAR) RETURNS VARCHAR -> '***'
  COMMENT = 'Hides the name part of an e-mail address';
--rollback DROP MASKING POLICY IF EXISTS GOVERNANCE.MASK_EMAIL;

--changeset platform:002-mask-email-rule runOnChange:true
--comment: Loading and authorised readers see the address, everybody else the domain
ALTER MASKING POLICY GOVERNANCE.MASK_EMAIL SET BODY ->
  CASE
    WHEN VAL IS NULL THEN NULL
    WHEN CURRENT_ROLE() = '${deploy_role}' THEN VAL
    WHEN IS_ROLE_IN_SESSION('TICKETING_${environment}_PII_READER') THEN VAL
    ELSE '***@' || SPLIT_PART(VAL, '@', 2)
  END;
--rollback ALTER MASKING POLICY GOVERNANCE.MASK_EMAIL SET BODY -> '***';
