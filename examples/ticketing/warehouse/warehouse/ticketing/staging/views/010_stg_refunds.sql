--liquibase formatted sql

--changeset data-engineering:001-stg-refunds runOnChange:true
--comment: Refunds with a reason that can be counted
CREATE OR REPLACE VIEW STAGING.STG_REFUNDS COPY GRANTS COMMENT = 'Refunds' AS
SELECT
  REFUND_ID,
  ORDER_ID,
  TICKET_ID,
  CASE
    WHEN REASON ILIKE '%cancel%' THEN 'event cancelled'
    WHEN REASON ILIKE '%customer%' THEN 'customer request'
    ELSE 'other'
  END AS REASON,
  AMOUNT,
  CURRENCY_CODE,
  STAGING.LOCAL_TIME(REFUNDED_AT) AS REFUNDED_AT_LOCAL
FROM RAW.REFUNDS;
--rollback DROP VIEW IF EXISTS STAGING.STG_REFUNDS;
