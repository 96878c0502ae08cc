--liquibase formatted sql

--changeset data-engineering:001-delivery-method labels:release-2
--comment: Wallet, e-mail, post or collection
ALTER TABLE RAW.TICKETS ADD COLUMN DELIVERY_METHOD VARCHAR(20) DEFAULT 'email';
--rollback ALTER TABLE RAW.TICKETS DROP COLUMN DELIVERY_METHOD;
