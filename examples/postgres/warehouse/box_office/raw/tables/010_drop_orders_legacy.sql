--liquibase formatted sql

--changeset data-engineering:001-drop-orders-legacy
--preconditions onFail:MARK_RAN onError:HALT
--precondition-sql-check expectedResult:1 SELECT count(*) FROM information_schema.tables WHERE table_schema = 'raw' AND table_name = 'orders_legacy'
--comment: Only the first region ever had this table, and it was empty
DROP TABLE raw.orders_legacy;
--rollback not required
