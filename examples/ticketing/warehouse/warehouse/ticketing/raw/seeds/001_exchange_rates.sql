--liquibase formatted sql

--changeset data-engineering:001-rate-of-one
--comment: The currency of the region against itself, so that a join never loses a row
INSERT INTO RAW.EXCHANGE_RATES (RATE_DATE, FROM_CURRENCY, TO_CURRENCY, RATE)
SELECT '2020-01-01'::DATE, '${currency}', '${currency}', 1;
--rollback DELETE FROM RAW.EXCHANGE_RATES WHERE RATE_DATE = '2020-01-01' AND FROM_CURRENCY = '${currency}';
