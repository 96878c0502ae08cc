--liquibase formatted sql

--changeset data-engineering:001-sales-channels
--comment: The four channels of the first release
INSERT INTO STAGING.SALES_CHANNELS (CHANNEL_CODE, CHANNEL_NAME, IS_ONLINE)
VALUES
  ('web', 'Web shop', TRUE),
  ('app', 'Mobile app', TRUE),
  ('box_office', 'Box office', FALSE),
  ('partner', 'Partner', FALSE);
--rollback DELETE FROM STAGING.SALES_CHANNELS WHERE CHANNEL_CODE IN ('web', 'app', 'box_office', 'partner');

--changeset data-engineering:002-phone-channel
--comment: Sales by telephone came later
INSERT INTO STAGING.SALES_CHANNELS (CHANNEL_CODE, CHANNEL_NAME, IS_ONLINE)
VALUES ('phone', 'Telephone', FALSE);
--rollback DELETE FROM STAGING.SALES_CHANNELS WHERE CHANNEL_CODE = 'phone';
