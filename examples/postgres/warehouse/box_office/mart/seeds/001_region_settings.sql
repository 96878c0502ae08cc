--liquibase formatted sql

--changeset data-engineering:001-region-settings runOnChange:true
--comment: Runs again when the settings of the region change, because the parameters are part of the statement
INSERT INTO mart.region_settings (region_code, currency_code, time_zone, data_residency)
VALUES ('${region_code}', '${currency}', '${timezone}', ${data_residency})
ON CONFLICT (region_code) DO UPDATE
SET currency_code = excluded.currency_code, time_zone = excluded.time_zone, data_residency = excluded.data_residency;
--rollback DELETE FROM mart.region_settings WHERE region_code = '${region_code}';
