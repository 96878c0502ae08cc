--liquibase formatted sql

--changeset platform:001-mart-readers runOnChange:true
--comment: Readers see the mart, not the raw data behind it
GRANT USAGE ON SCHEMA mart TO box_office_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA mart TO box_office_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA mart GRANT SELECT ON TABLES TO box_office_reader;
--rollback ALTER DEFAULT PRIVILEGES IN SCHEMA mart REVOKE SELECT ON TABLES FROM box_office_reader;
--rollback REVOKE SELECT ON ALL TABLES IN SCHEMA mart FROM box_office_reader;
--rollback REVOKE USAGE ON SCHEMA mart FROM box_office_reader;
