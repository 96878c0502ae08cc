--liquibase formatted sql

--changeset data-engineering:001-sales-channels
--comment: Where an order can be placed
CREATE TABLE STAGING.SALES_CHANNELS (
  CHANNEL_CODE VARCHAR(12) NOT NULL,
  CHANNEL_NAME VARCHAR(60) NOT NULL,
  IS_ONLINE    BOOLEAN NOT NULL,
  CONSTRAINT PK_SALES_CHANNELS PRIMARY KEY (CHANNEL_CODE)
) COMMENT = 'Sales channels';
--rollback DROP TABLE IF EXISTS STAGING.SALES_CHANNELS;
