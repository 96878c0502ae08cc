--liquibase formatted sql

--changeset data-engineering:001-marketing-consent
--comment: No consent unless it was given
ALTER TABLE RAW.CUSTOMERS ADD COLUMN MARKETING_CONSENT BOOLEAN DEFAULT FALSE COMMENT 'May be written to';
--rollback ALTER TABLE RAW.CUSTOMERS DROP COLUMN MARKETING_CONSENT;

--changeset data-engineering:002-consent-at
--comment: Proof of consent
ALTER TABLE RAW.CUSTOMERS ADD COLUMN CONSENT_AT TIMESTAMP_NTZ;
--rollback ALTER TABLE RAW.CUSTOMERS DROP COLUMN CONSENT_AT;
