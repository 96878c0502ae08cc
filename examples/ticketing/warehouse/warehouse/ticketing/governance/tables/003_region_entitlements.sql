--liquibase formatted sql

--changeset platform:001-region-entitlements
--comment: Which role may read the customers of which region
CREATE TABLE GOVERNANCE.REGION_ENTITLEMENTS (
  ROLE_NAME   VARCHAR(128) NOT NULL,
  REGION_CODE VARCHAR(8)   NOT NULL,
  REASON      VARCHAR(400),
  GRANTED_AT  TIMESTAMP_NTZ DEFAULT CURRENT_TIMESTAMP(),
  CONSTRAINT PK_REGION_ENTITLEMENTS PRIMARY KEY (ROLE_NAME, REGION_CODE)
) COMMENT = 'Read by the row access policy for data residency';
--rollback DROP TABLE IF EXISTS GOVERNANCE.REGION_ENTITLEMENTS;

--changeset platform:002-entitlement-expiry
--comment: An entitlement may end by itself
ALTER TABLE GOVERNANCE.REGION_ENTITLEMENTS ADD COLUMN EXPIRES_ON DATE;
--rollback ALTER TABLE GOVERNANCE.REGION_ENTITLEMENTS DROP COLUMN EXPIRES_ON;
