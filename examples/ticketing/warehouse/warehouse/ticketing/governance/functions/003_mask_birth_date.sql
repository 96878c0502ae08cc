--liquibase formatted sql

--changeset platform:001-mask-birth-date
--comment: Everybody else sees the first day of the year of birth
CREATE MASKING POLICY IF NOT EXISTS GOVERNANCE.MASK_BIRTH_DATE AS (VAL DATE) RETURNS DATE ->
  CASE
    WHEN CURRENT_ROLE() = '${deploy_role}' THEN VAL
    WHEN IS_ROLE_IN_SESSION('TICKETING_${environment}_PII_READER') THEN VAL
    ELSE DATE_TRUNC('year', VAL)
  END
  COMMENT = 'Keeps the year of birth only';
--rollback DROP MASKING POLICY IF EXISTS GOVERNANCE.MASK_BIRTH_DATE;
