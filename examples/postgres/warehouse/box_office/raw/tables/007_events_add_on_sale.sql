--liquibase formatted sql

--changeset data-engineering:001-on-sale-at
--comment: Marketing asks when sales opened
ALTER TABLE raw.events ADD COLUMN on_sale_at timestamptz;
--rollback ALTER TABLE raw.events DROP COLUMN on_sale_at;

--changeset data-engineering:002-backfill-on-sale-at
--comment: Older events opened 90 days before the start
UPDATE raw.events SET on_sale_at = starts_at - interval '90 days' WHERE on_sale_at IS NULL;
--rollback empty
