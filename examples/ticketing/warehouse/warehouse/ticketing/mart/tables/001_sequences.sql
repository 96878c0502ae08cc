--liquibase formatted sql

--changeset data-engineering:001-event-key
--comment: Surrogate keys
CREATE SEQUENCE IF NOT EXISTS MART.SEQ_EVENT_KEY START = 1000 INCREMENT = 1;
--rollback DROP SEQUENCE IF EXISTS MART.SEQ_EVENT_KEY;

--changeset data-engineering:002-customer-key
--comment: Surrogate keys
CREATE SEQUENCE IF NOT EXISTS MART.SEQ_CUSTOMER_KEY START = 1000 INCREMENT = 1;
--rollback DROP SEQUENCE IF EXISTS MART.SEQ_CUSTOMER_KEY;
