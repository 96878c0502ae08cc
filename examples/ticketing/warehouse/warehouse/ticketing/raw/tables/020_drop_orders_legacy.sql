--liquibase formatted sql

--changeset data-engineering:001-drop-orders-legacy
--preconditions onFail:MARK_RAN onError:HALT
--precondition-sql-check expectedResult:1 SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'RAW' AND TABLE_NAME = 'ORDERS_LEGACY'
--comment: Only the first region ever had this table; by hand it can be brought back with UNDROP within the retention time
DROP TABLE RAW.ORDERS_LEGACY;
--rollback not required
