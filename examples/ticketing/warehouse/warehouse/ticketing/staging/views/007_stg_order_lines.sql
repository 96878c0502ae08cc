--liquibase formatted sql

--changeset data-engineering:001-stg-order-lines runOnChange:true
--comment: One row per line of the order message
CREATE OR REPLACE VIEW STAGING.STG_ORDER_LINES COPY GRANTS COMMENT = 'Lines of an order' AS
SELECT
  O.ORDER_ID,
  F.INDEX + 1 AS LINE_NUMBER,
  F.VALUE:tier::VARCHAR AS PRICE_TIER_ID,
  COALESCE(F.VALUE:quantity::NUMBER, 1) AS QUANTITY
FROM RAW.ORDERS O, LATERAL FLATTEN(INPUT => O.SRC:lines) F;
--rollback DROP VIEW IF EXISTS STAGING.STG_ORDER_LINES;
