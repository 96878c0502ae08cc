--liquibase formatted sql

--changeset data-engineering:001-daily-sales
--comment: One row per day, event and channel
CREATE TABLE mart.daily_sales (
  sold_on       date NOT NULL,
  event_id      text NOT NULL REFERENCES raw.events (event_id),
  channel_code  text NOT NULL,
  tickets       integer NOT NULL,
  revenue       numeric(14, 2) NOT NULL,
  currency_code char(3) NOT NULL DEFAULT '${currency}',
  refreshed_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (sold_on, event_id, channel_code)
);
--rollback DROP TABLE IF EXISTS mart.daily_sales;
