--liquibase formatted sql

--changeset platform:001-schema
--comment: Policies, tags and entitlements; nothing here is business data
CREATE SCHEMA IF NOT EXISTS GOVERNANCE;
--rollback DROP SCHEMA IF EXISTS GOVERNANCE;

--changeset platform:002-schema-comment
--comment: Say in the catalog what the schema is for
COMMENT ON SCHEMA GOVERNANCE IS 'Tags, policies and entitlements of the ticketing platform';
--rollback not required
