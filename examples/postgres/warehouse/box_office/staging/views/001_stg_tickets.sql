--liquibase formatted sql

--changeset data-engineering:001-stg-tickets runOnChange:true
--comment: Tickets of paid orders with a checked barcode
CREATE OR REPLACE VIEW staging.stg_tickets AS
SELECT
  t.ticket_id,
  t.order_id,
  o.event_id,
  o.channel_code,
  staging.local_day(o.ordered_at) AS sold_on,
  staging.barcode_is_valid(t.barcode) AS barcode_is_valid,
  t.face_value,
  t.booking_fee,
  o.currency_code
FROM raw.tickets t
JOIN raw.orders o ON o.order_id = t.order_id
WHERE o.status = 'paid';
--rollback DROP VIEW IF EXISTS staging.stg_tickets;
