--liquibase formatted sql

--changeset data-engineering:001-tickets
--comment: One row per ticket issued
CREATE TABLE raw.tickets (
  ticket_id   text PRIMARY KEY,
  order_id    bigint NOT NULL REFERENCES raw.orders (order_id),
  barcode     text,
  face_value  numeric(12, 2) NOT NULL,
  booking_fee numeric(12, 2) NOT NULL DEFAULT 0
);
CREATE INDEX tickets_by_order ON raw.tickets (order_id);
--rollback DROP TABLE IF EXISTS raw.tickets;
