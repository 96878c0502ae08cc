--liquibase formatted sql

--changeset data-engineering:001-position
--preconditions onFail:MARK_RAN onError:HALT
--precondition-sql-check expectedResult:0 SELECT COUNT(*) FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = 'RAW' AND TABLE_NAME = 'VENUES' AND COLUMN_NAME = 'LATITUDE'
--comment: Some regions had the columns before this repository existed
ALTER TABLE RAW.VENUES ADD COLUMN LATITUDE NUMBER(9,6);
ALTER TABLE RAW.VENUES ADD COLUMN LONGITUDE NUMBER(9,6);
--rollback ALTER TABLE RAW.VENUES DROP COLUMN IF EXISTS LONGITUDE;
--rollback ALTER TABLE RAW.VENUES DROP COLUMN IF EXISTS LATITUDE;
