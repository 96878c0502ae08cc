--liquibase formatted sql

--changeset data-engineering:001-sample-customers context:dev
--comment: Invented buyers at a reserved domain
INSERT INTO RAW.CUSTOMERS (CUSTOMER_ID, FULL_NAME, EMAIL, PHONE, BIRTH_DATE, COUNTRY_CODE, HOME_REGION, CREATED_AT, MARKETING_CONSENT)
VALUES
  ('SAMPLE-C1', 'Sample Buyer One', 'buyer.one@example.com', '555-0101', '1984-05-17', 'AU', '${region_code}', '2025-11-02 03:04:05', TRUE),
  ('SAMPLE-C2', 'Sample Buyer Two', 'Buyer.Two@example.com ', '555-0102', '1991-10-30', 'GB', '${region_code}', '2025-12-24 10:00:00', FALSE);
--rollback DELETE FROM RAW.CUSTOMERS WHERE CUSTOMER_ID LIKE 'SAMPLE-%';

--changeset data-engineering:002-sample-orders context:dev
--comment: The second message has two lines
INSERT INTO RAW.ORDERS (ORDER_ID, CUSTOMER_ID, EVENT_ID, ORDERED_AT, STATUS, CURRENCY_CODE, TOTAL_AMOUNT, CHANNEL_CODE, SRC)
SELECT 'SAMPLE-O1', 'SAMPLE-C1', 'SAMPLE-E1', '2026-01-05 01:15:00'::TIMESTAMP_NTZ, 'paid', '${currency}', 189.00, 'web',
       PARSE_JSON('{"lines":[{"tier":"SAMPLE-T1","quantity":1}]}')
UNION ALL
SELECT 'SAMPLE-O2', 'SAMPLE-C2', 'SAMPLE-E2', '2026-01-12 22:40:00'::TIMESTAMP_NTZ, 'paid', '${currency}', 86.00, 'app',
       PARSE_JSON('{"lines":[{"tier":"SAMPLE-T3","quantity":1},{"tier":"SAMPLE-T3","quantity":1}]}');
--rollback DELETE FROM RAW.ORDERS WHERE ORDER_ID LIKE 'SAMPLE-%';

--changeset data-engineering:003-sample-tickets context:dev
--comment: Three tickets; barcodes end in their check digit
INSERT INTO RAW.TICKETS (TICKET_ID, ORDER_ID, EVENT_ID, SEAT_ID, PRICE_TIER_ID, BARCODE, FACE_VALUE, BOOKING_FEE, STATUS, ISSUED_AT)
VALUES
  ('SAMPLE-K1', 'SAMPLE-O1', 'SAMPLE-E1', NULL, 'SAMPLE-T1', '4006381333931', 180.00, 9.00, 'issued', '2026-01-05 01:16:00'),
  ('SAMPLE-K2', 'SAMPLE-O2', 'SAMPLE-E2', 'SAMPLE-S001', 'SAMPLE-T3', '9780201379624', 40.00, 3.00, 'issued', '2026-01-12 22:41:00'),
  ('SAMPLE-K3', 'SAMPLE-O2', 'SAMPLE-E2', 'SAMPLE-S002', 'SAMPLE-T3', '5901234123457', 40.00, 3.00, 'refunded', '2026-01-12 22:41:00');
--rollback DELETE FROM RAW.TICKETS WHERE TICKET_ID LIKE 'SAMPLE-%';

--changeset data-engineering:004-sample-payments context:dev
--comment: Both orders were paid
INSERT INTO RAW.PAYMENTS (PAYMENT_ID, ORDER_ID, METHOD, AMOUNT, CURRENCY_CODE, CARD_LAST4, STATUS, PAID_AT)
VALUES
  ('SAMPLE-M1', 'SAMPLE-O1', 'card', 189.00, '${currency}', '4242', 'captured', '2026-01-05 01:15:30'),
  ('SAMPLE-M2', 'SAMPLE-O2', 'wallet', 86.00, '${currency}', NULL, 'captured', '2026-01-12 22:40:20');
--rollback DELETE FROM RAW.PAYMENTS WHERE PAYMENT_ID LIKE 'SAMPLE-%';

--changeset data-engineering:005-sample-refunds-and-scans context:dev
--comment: One ticket came back, one was used
INSERT INTO RAW.REFUNDS (REFUND_ID, ORDER_ID, TICKET_ID, REASON, AMOUNT, CURRENCY_CODE, REFUNDED_AT)
VALUES ('SAMPLE-R1', 'SAMPLE-O2', 'SAMPLE-K3', 'customer request', 40.00, '${currency}', '2026-01-20 05:00:00');
INSERT INTO RAW.SCANS (SCAN_ID, TICKET_ID, EVENT_ID, GATE, DEVICE_ID, RESULT_CODE, SCANNED_AT)
VALUES ('SAMPLE-X1', 'SAMPLE-K1', 'SAMPLE-E1', 'A', 'SAMPLE-D1', 'admitted', '2026-03-14 07:12:00');
--rollback DELETE FROM RAW.SCANS WHERE SCAN_ID LIKE 'SAMPLE-%';
--rollback DELETE FROM RAW.REFUNDS WHERE REFUND_ID LIKE 'SAMPLE-%';
