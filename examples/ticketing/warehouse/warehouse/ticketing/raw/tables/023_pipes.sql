--liquibase formatted sql

--changeset data-engineering:001-orders-pipe
--comment: A pipe remembers which files it has loaded, so it is never replaced
CREATE PIPE IF NOT EXISTS RAW.ORDERS_PIPE AUTO_INGEST = TRUE COMMENT = 'Loads orders as they land' AS
COPY INTO RAW.ORDERS (ORDER_ID, CUSTOMER_ID, EVENT_ID, ORDERED_AT, STATUS, CURRENCY_CODE, TOTAL_AMOUNT, CHANNEL_CODE, SRC, SOURCE_FILE)
FROM (
  SELECT $1:order_id::VARCHAR, $1:customer_id::VARCHAR, $1:event_id::VARCHAR, $1:ordered_at::TIMESTAMP_NTZ, $1:status::VARCHAR,
         COALESCE($1:currency::VARCHAR, '${currency}'), $1:total::NUMBER(14,2), $1:channel::VARCHAR, $1, METADATA$FILENAME
  FROM @RAW.LANDING/orders/
)
FILE_FORMAT = (FORMAT_NAME = 'RAW.JSON_LINES');
--rollback DROP PIPE IF EXISTS RAW.ORDERS_PIPE;

--changeset data-engineering:002-tickets-pipe
--comment: Loads tickets as they land
CREATE PIPE IF NOT EXISTS RAW.TICKETS_PIPE AUTO_INGEST = TRUE COMMENT = 'Loads tickets as they land' AS
COPY INTO RAW.TICKETS (TICKET_ID, ORDER_ID, EVENT_ID, SEAT_ID, PRICE_TIER_ID, BARCODE, FACE_VALUE, BOOKING_FEE, STATUS, ISSUED_AT, SRC, SOURCE_FILE)
FROM (
  SELECT $1:ticket_id::VARCHAR, $1:order_id::VARCHAR, $1:event_id::VARCHAR, $1:seat_id::VARCHAR, $1:price_tier_id::VARCHAR, $1:barcode::VARCHAR,
         $1:face_value::NUMBER(12,2), $1:booking_fee::NUMBER(12,2), $1:status::VARCHAR, $1:issued_at::TIMESTAMP_NTZ, $1, METADATA$FILENAME
  FROM @RAW.LANDING/tickets/
)
FILE_FORMAT = (FORMAT_NAME = 'RAW.JSON_LINES');
--rollback DROP PIPE IF EXISTS RAW.TICKETS_PIPE;

--changeset data-engineering:003-payments-pipe
--comment: Loads payments as they land
CREATE PIPE IF NOT EXISTS RAW.PAYMENTS_PIPE AUTO_INGEST = TRUE COMMENT = 'Loads payments as they land' AS
COPY INTO RAW.PAYMENTS (PAYMENT_ID, ORDER_ID, METHOD, AMOUNT, CURRENCY_CODE, CARD_LAST4, STATUS, PAID_AT, SRC, SOURCE_FILE)
FROM (
  SELECT $1:payment_id::VARCHAR, $1:order_id::VARCHAR, $1:method::VARCHAR, $1:amount::NUMBER(14,2), COALESCE($1:currency::VARCHAR, '${currency}'),
         SUBSTR($1:card::VARCHAR, -4), $1:status::VARCHAR, $1:paid_at::TIMESTAMP_NTZ, $1, METADATA$FILENAME
  FROM @RAW.LANDING/payments/
)
FILE_FORMAT = (FORMAT_NAME = 'RAW.JSON_LINES');
--rollback DROP PIPE IF EXISTS RAW.PAYMENTS_PIPE;

--changeset data-engineering:004-scans-pipe
--comment: Scanners upload Parquet
CREATE PIPE IF NOT EXISTS RAW.SCANS_PIPE AUTO_INGEST = TRUE COMMENT = 'Loads gate scans as they land' AS
COPY INTO RAW.SCANS (SCAN_ID, TICKET_ID, EVENT_ID, GATE, DEVICE_ID, RESULT_CODE, SCANNED_AT, SRC, SOURCE_FILE)
FROM (
  SELECT $1:scan_id::VARCHAR, $1:ticket_id::VARCHAR, $1:event_id::VARCHAR, $1:gate::VARCHAR, $1:device_id::VARCHAR, $1:result::VARCHAR,
         $1:scanned_at::TIMESTAMP_NTZ, $1, METADATA$FILENAME
  FROM @RAW.LANDING/scans/
)
FILE_FORMAT = (FORMAT_NAME = 'RAW.PARQUET_SNAPPY');
--rollback DROP PIPE IF EXISTS RAW.SCANS_PIPE;

--changeset data-engineering:005-exchange-rates-pipe
--comment: Finance sends a CSV every day
CREATE PIPE IF NOT EXISTS RAW.EXCHANGE_RATES_PIPE AUTO_INGEST = TRUE COMMENT = 'Loads exchange rates as they land' AS
COPY INTO RAW.EXCHANGE_RATES (RATE_DATE, FROM_CURRENCY, TO_CURRENCY, RATE)
FROM (SELECT $1, $2, '${currency}', $3 FROM @RAW.LANDING/exchange_rates/)
FILE_FORMAT = (FORMAT_NAME = 'RAW.CSV_WITH_HEADER');
--rollback DROP PIPE IF EXISTS RAW.EXCHANGE_RATES_PIPE;
