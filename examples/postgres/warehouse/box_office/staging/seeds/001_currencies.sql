--liquibase formatted sql

--changeset data-engineering:001-currencies runOnChange:true
--comment: May run again: it adds and corrects, it never doubles
INSERT INTO staging.currencies (currency_code, currency_name, minor_units)
VALUES
  ('AUD', 'Australian dollar', 2),
  ('GBP', 'Pound sterling', 2),
  ('SGD', 'Singapore dollar', 2),
  ('JPY', 'Yen', 0)
ON CONFLICT (currency_code) DO UPDATE SET currency_name = excluded.currency_name, minor_units = excluded.minor_units;
--rollback DELETE FROM staging.currencies WHERE currency_code IN ('AUD', 'GBP', 'SGD', 'JPY');
