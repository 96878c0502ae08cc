--liquibase formatted sql

--changeset data-engineering:001-on-sale-at
--comment: Marketing asks when sales opened
ALTER TABLE RAW.EVENTS ADD COLUMN ON_SALE_AT TIMESTAMP_NTZ COMMENT 'Opening of general sale, UTC';
--rollback ALTER TABLE RAW.EVENTS DROP COLUMN ON_SALE_AT;
