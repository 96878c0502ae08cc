--liquibase formatted sql

--changeset data-engineering:001-stg-customers runOnChange:true
--comment: Where residency applies the address stays in raw
CREATE OR REPLACE VIEW staging.stg_customers AS
SELECT
  customer_id,
  CASE WHEN ${data_residency} THEN '***@' || split_part(email, '@', 2) ELSE lower(trim(email)) END AS email,
  home_region,
  staging.local_day(created_at) AS customer_since
FROM raw.customers
WHERE NOT ${data_residency} OR home_region = '${region_code}';
--rollback DROP VIEW IF EXISTS staging.stg_customers;
