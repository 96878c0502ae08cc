--liquibase formatted sql

--changeset data-engineering:001-orders
--comment: One row per basket that was checked out
CREATE TABLE RAW.ORDERS (
  ORDER_ID      VARCHAR(36) NOT NULL,
  CUSTOMER_ID   VARCHAR(36) NOT NULL,
  EVENT_ID      VARCHAR(36) NOT NULL,
  ORDERED_AT    TIMESTAMP_NTZ NOT NULL,
  STATUS        VARCHAR(20),
  CURRENCY_CODE VARCHAR(3) DEFAULT '${currency}',
  TOTAL_AMOUNT  NUMBER(14,2),
  SRC           VARIANT,
  SOURCE_FILE   VARCHAR(1024),
  LOADED_AT     TIMESTAMP_NTZ DEFAULT CURRENT_TIMESTAMP(),
  CONSTRAINT PK_ORDERS PRIMARY KEY (ORDER_ID)
) DATA_RETENTION_TIME_IN_DAYS = 1 COMMENT = 'Orders';
--rollback DROP TABLE IF EXISTS RAW.ORDERS;

--changeset data-engineering:002-orders-cluster labels:performance
--comment: Almost every query asks for a range of days
ALTER TABLE RAW.ORDERS CLUSTER BY (TO_DATE(ORDERED_AT), EVENT_ID);
--rollback ALTER TABLE RAW.ORDERS DROP CLUSTERING KEY;
