--liquibase formatted sql

--changeset data-engineering:001-sales-by-event runOnChange:true labels:reporting
--comment: Tickets and money per event
CREATE OR REPLACE VIEW mart.sales_by_event AS
SELECT
  e.event_id,
  e.event_name,
  v.venue_name,
  staging.local_day(e.starts_at) AS event_day,
  count(t.ticket_id) AS tickets_sold,
  coalesce(sum(t.face_value + t.booking_fee), 0) AS revenue,
  round(count(t.ticket_id)::numeric / nullif(v.capacity, 0), 4) AS sold_share
FROM raw.events e
JOIN raw.venues v ON v.venue_id = e.venue_id
LEFT JOIN staging.stg_tickets t ON t.event_id = e.event_id
GROUP BY e.event_id, e.event_name, v.venue_name, e.starts_at, v.capacity;
--rollback DROP VIEW IF EXISTS mart.sales_by_event;
