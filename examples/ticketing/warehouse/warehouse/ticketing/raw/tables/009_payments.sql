--liquibase formatted sql

--changeset data-engineering:001-payments
--comment: Money received for an order; no card numbers, only the last four digits
CREATE TABLE RAW.PAYMENTS (
  PAYMENT_ID    VARCHAR(36) NOT NULL,
  ORDER_ID      VARCHAR(36) NOT NULL,
  METHOD        VARCHAR(20),
  AMOUNT        NUMBER(14,2) NOT NULL,
  CURRENCY_CODE VARCHAR(3) DEFAULT '${currency}',
  CARD_LAST4    VARCHAR(4),
  STATUS        VARCHAR(20),
  PAID_AT       TIMESTAMP_NTZ,
  SRC           VARIANT,
  SOURCE_FILE   VARCHAR(1024),
  LOADED_AT     TIMESTAMP_NTZ DEFAULT CURRENT_TIMESTAMP(),
  CONSTRAINT PK_PAYMENTS PRIMARY KEY (PAYMENT_ID)
) COMMENT = 'Payments';
--rollback DROP TABLE IF EXISTS RAW.PAYMENTS;
