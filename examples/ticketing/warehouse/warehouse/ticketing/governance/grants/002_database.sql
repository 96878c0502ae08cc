--liquibase formatted sql

--changeset platform:001-database-usage runOnChange:true
--comment: Who may enter the database and use its compute
GRANT USAGE ON DATABASE ${database} TO ROLE TICKETING_${environment}_REPORTING;
GRANT USAGE ON DATABASE ${database} TO ROLE TICKETING_${environment}_ANALYST;
GRANT USAGE ON DATABASE ${database} TO ROLE TICKETING_${environment}_ENGINEER;
GRANT USAGE ON WAREHOUSE TICKETING_${environment}_LOAD TO ROLE TICKETING_${environment}_ENGINEER;
--rollback REVOKE USAGE ON WAREHOUSE TICKETING_${environment}_LOAD FROM ROLE TICKETING_${environment}_ENGINEER;
--rollback REVOKE USAGE ON DATABASE ${database} FROM ROLE TICKETING_${environment}_ENGINEER;
--rollback REVOKE USAGE ON DATABASE ${database} FROM ROLE TICKETING_${environment}_ANALYST;
--rollback REVOKE USAGE ON DATABASE ${database} FROM ROLE TICKETING_${environment}_REPORTING;
