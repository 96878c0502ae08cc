--liquibase formatted sql

--changeset platform:001-data-class
--comment: How sensitive a column is
CREATE TAG IF NOT EXISTS GOVERNANCE.DATA_CLASS
  ALLOWED_VALUES 'public', 'internal', 'personal'
  COMMENT = 'Sensitivity of a column';
--rollback DROP TAG IF EXISTS GOVERNANCE.DATA_CLASS;

--changeset platform:002-home-region
--comment: The region whose law applies to a schema
CREATE TAG IF NOT EXISTS GOVERNANCE.HOME_REGION COMMENT = 'Code of the region that owns the data';
--rollback DROP TAG IF EXISTS GOVERNANCE.HOME_REGION;
