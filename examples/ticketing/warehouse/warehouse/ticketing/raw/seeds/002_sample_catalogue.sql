--liquibase formatted sql

--changeset data-engineering:001-sample-venues context:dev
--comment: A small world for development
INSERT INTO RAW.VENUES (VENUE_ID, VENUE_NAME, CITY, COUNTRY_CODE, CAPACITY, LATITUDE, LONGITUDE)
VALUES
  ('SAMPLE-V1', 'Harbour Arena', 'Sample City', 'AU', 12000, -33.870000, 151.200000),
  ('SAMPLE-V2', 'Old Town Hall', 'Sample Town', 'AU', 900, -33.880000, 151.210000);
--rollback DELETE FROM RAW.VENUES WHERE VENUE_ID LIKE 'SAMPLE-%';

--changeset data-engineering:002-sample-promoters context:dev
--comment: Two promoters on different terms
INSERT INTO RAW.PROMOTERS (PROMOTER_ID, PROMOTER_NAME, COMMISSION_RATE)
VALUES ('SAMPLE-P1', 'Bright Stage', 0.1200), ('SAMPLE-P2', 'Open Field Festivals', 0.0950);
--rollback DELETE FROM RAW.PROMOTERS WHERE PROMOTER_ID LIKE 'SAMPLE-%';

--changeset data-engineering:003-sample-events context:dev
--comment: A constant cannot be a VARIANT in VALUES, hence the SELECT
INSERT INTO RAW.EVENTS (EVENT_ID, EVENT_NAME, CATEGORY, VENUE_ID, PROMOTER_ID, DOORS_AT, STARTS_AT, STATUS, ON_SALE_AT, SRC)
SELECT 'SAMPLE-E1', 'Northern Lights Tour', 'concert', 'SAMPLE-V1', 'SAMPLE-P1',
       '2026-03-14 07:00:00'::TIMESTAMP_NTZ, '2026-03-14 08:30:00'::TIMESTAMP_NTZ, 'on_sale',
       '2025-12-01 00:00:00'::TIMESTAMP_NTZ, PARSE_JSON('{"genre":"rock","age_limit":12}')
UNION ALL
SELECT 'SAMPLE-E2', 'An Evening of Chess', 'talk', 'SAMPLE-V2', 'SAMPLE-P2',
       '2026-04-02 08:00:00'::TIMESTAMP_NTZ, '2026-04-02 09:00:00'::TIMESTAMP_NTZ, 'on_sale',
       '2026-01-10 00:00:00'::TIMESTAMP_NTZ, PARSE_JSON('{"genre":"games"}');
--rollback DELETE FROM RAW.EVENTS WHERE EVENT_ID LIKE 'SAMPLE-%';

--changeset data-engineering:004-sample-price-tiers context:dev
--comment: Prices in the currency of the region
INSERT INTO RAW.PRICE_TIERS (PRICE_TIER_ID, EVENT_ID, TIER_NAME, FACE_VALUE, BOOKING_FEE, CURRENCY_CODE, SEATS_ON_SALE)
VALUES
  ('SAMPLE-T1', 'SAMPLE-E1', 'Gold', 180.00, 9.00, '${currency}', 2000),
  ('SAMPLE-T2', 'SAMPLE-E1', 'Standard', 95.00, 6.50, '${currency}', 9000),
  ('SAMPLE-T3', 'SAMPLE-E2', 'Standard', 40.00, 3.00, '${currency}', 850);
--rollback DELETE FROM RAW.PRICE_TIERS WHERE PRICE_TIER_ID LIKE 'SAMPLE-%';

--changeset data-engineering:005-sample-seats context:dev
--comment: One hundred seats in five rows
INSERT INTO RAW.SEATS (SEAT_ID, VENUE_ID, SECTION_NAME, ROW_LABEL, SEAT_NUMBER, IS_ACCESSIBLE)
SELECT 'SAMPLE-S' || LPAD(N::VARCHAR, 3, '0'), 'SAMPLE-V2', 'Stalls', CHR(65 + FLOOR((N - 1) / 20)::INTEGER), MOD(N - 1, 20) + 1, N <= 4
FROM (SELECT ROW_NUMBER() OVER (ORDER BY SEQ4()) AS N FROM TABLE(GENERATOR(ROWCOUNT => 100))) G;
--rollback DELETE FROM RAW.SEATS WHERE SEAT_ID LIKE 'SAMPLE-%';
