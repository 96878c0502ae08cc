--liquibase formatted sql

--changeset data-engineering:001-orders-stream
--comment: New and changed orders since the last load of the mart
CREATE STREAM IF NOT EXISTS RAW.ORDERS_STREAM ON TABLE RAW.ORDERS COMMENT = 'Read by MART.LOAD_FACT_SALES';
--rollback DROP STREAM IF EXISTS RAW.ORDERS_STREAM;

--changeset data-engineering:002-scans-stream
--comment: Scans are only ever added
CREATE STREAM IF NOT EXISTS RAW.SCANS_STREAM ON TABLE RAW.SCANS APPEND_ONLY = TRUE COMMENT = 'Read by MART.LOAD_FACT_ATTENDANCE';
--rollback DROP STREAM IF EXISTS RAW.SCANS_STREAM;

--changeset data-engineering:003-refunds-stream
--comment: Refunds are only ever added
CREATE STREAM IF NOT EXISTS RAW.REFUNDS_STREAM ON TABLE RAW.REFUNDS APPEND_ONLY = TRUE COMMENT = 'Read by MART.LOAD_FACT_REFUNDS';
--rollback DROP STREAM IF EXISTS RAW.REFUNDS_STREAM;
