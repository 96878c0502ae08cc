--liquibase formatted sql

--changeset data-engineering:001-channel-code
--comment: Web, app, box office or partner
ALTER TABLE RAW.ORDERS ADD COLUMN CHANNEL_CODE VARCHAR(12) COMMENT 'Where the order was placed';
--rollback ALTER TABLE RAW.ORDERS DROP COLUMN CHANNEL_CODE;

--changeset data-engineering:002-backfill-channel-code
--comment: Orders from before the app came from the web unless the message says otherwise
UPDATE RAW.ORDERS
SET CHANNEL_CODE = COALESCE(LOWER(SRC:channel::VARCHAR), 'web')
WHERE CHANNEL_CODE IS NULL;
--rollback empty
