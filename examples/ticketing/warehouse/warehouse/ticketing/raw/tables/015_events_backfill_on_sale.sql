--liquibase formatted sql

--changeset data-engineering:001-backfill-on-sale-at
--comment: Older events carry the time in the message; the others opened 90 days before the start
UPDATE RAW.EVENTS
SET ON_SALE_AT = COALESCE(TRY_TO_TIMESTAMP_NTZ(SRC:on_sale_at::VARCHAR), DATEADD(day, -90, STARTS_AT))
WHERE ON_SALE_AT IS NULL;
--rollback empty
