--liquibase formatted sql

--changeset data-engineering:001-price-band runOnChange:true splitStatements:false
--comment: The same bands in every region; JavaScript knows no fixed-point numbers, hence FLOAT
CREATE OR REPLACE FUNCTION MART.PRICE_BAND(FACE_VALUE FLOAT)
RETURNS VARCHAR
LANGUAGE JAVASCRIPT
STRICT
IMMUTABLE
AS
$$
  var bands = [[50, 'low'], [120, 'middle'], [300, 'high']];
  for (var i = 0; i < bands.length; i++) {
    if (FACE_VALUE < bands[i][0]) {
      return bands[i][1];
    }
  }
  return 'premium';
$$
--rollback DROP FUNCTION IF EXISTS MART.PRICE_BAND(FLOAT);
