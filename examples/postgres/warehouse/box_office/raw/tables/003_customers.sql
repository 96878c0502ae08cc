--liquibase formatted sql

--changeset data-engineering:001-customers
--comment: Ticket buyers
CREATE TABLE raw.customers (
  customer_id text PRIMARY KEY,
  full_name   text,
  email       text,
  home_region text NOT NULL DEFAULT '${region_code}',
  created_at  timestamptz NOT NULL DEFAULT now()
);
--rollback DROP TABLE IF EXISTS raw.customers;
