--liquibase formatted sql

--changeset data-engineering:001-refresh-daily-sales runOnChange:true splitStatements:false
--comment: Adds new days and corrects known ones
CREATE OR REPLACE PROCEDURE mart.refresh_daily_sales(from_day date)
LANGUAGE plpgsql
AS $$
BEGIN
  INSERT INTO mart.daily_sales (sold_on, event_id, channel_code, tickets, revenue)
  SELECT sold_on, event_id, channel_code, count(*), sum(face_value + booking_fee)
  FROM staging.stg_tickets
  WHERE sold_on >= from_day
  GROUP BY sold_on, event_id, channel_code
  ON CONFLICT (sold_on, event_id, channel_code) DO UPDATE
  SET tickets = excluded.tickets, revenue = excluded.revenue, refreshed_at = now();
END;
$$
--rollback DROP PROCEDURE IF EXISTS mart.refresh_daily_sales(date);
