--liquibase formatted sql

--changeset platform:001-engineer
--comment: Role names carry the environment: roles belong to the account, not to a database
CREATE ROLE IF NOT EXISTS TICKETING_${environment}_ENGINEER COMMENT = 'Builds and repairs the ticketing warehouse';
GRANT ROLE TICKETING_${environment}_ENGINEER TO ROLE SYSADMIN;
--rollback DROP ROLE IF EXISTS TICKETING_${environment}_ENGINEER;

--changeset platform:002-analyst
--comment: Reads the mart
CREATE ROLE IF NOT EXISTS TICKETING_${environment}_ANALYST COMMENT = 'Reads the ticketing mart';
GRANT ROLE TICKETING_${environment}_ANALYST TO ROLE SYSADMIN;
--rollback DROP ROLE IF EXISTS TICKETING_${environment}_ANALYST;

--changeset platform:003-reporting
--comment: Used by the reporting server
CREATE ROLE IF NOT EXISTS TICKETING_${environment}_REPORTING COMMENT = 'Used by the reporting server';
GRANT ROLE TICKETING_${environment}_REPORTING TO ROLE SYSADMIN;
--rollback DROP ROLE IF EXISTS TICKETING_${environment}_REPORTING;

--changeset platform:004-pii-reader
--comment: Sees personal data in the clear; granted to people one by one, never to another role but the administrator
CREATE ROLE IF NOT EXISTS TICKETING_${environment}_PII_READER COMMENT = 'Sees personal data in the clear';
GRANT ROLE TICKETING_${environment}_PII_READER TO ROLE SYSADMIN;
--rollback DROP ROLE IF EXISTS TICKETING_${environment}_PII_READER;

--changeset platform:005-analyst-inherits runOnChange:true
--comment: An engineer can do what an analyst can, an analyst what the reporting server can
GRANT ROLE TICKETING_${environment}_ANALYST TO ROLE TICKETING_${environment}_ENGINEER;
GRANT ROLE TICKETING_${environment}_REPORTING TO ROLE TICKETING_${environment}_ANALYST;
--rollback REVOKE ROLE TICKETING_${environment}_REPORTING FROM ROLE TICKETING_${environment}_ANALYST;
--rollback REVOKE ROLE TICKETING_${environment}_ANALYST FROM ROLE TICKETING_${environment}_ENGINEER;
