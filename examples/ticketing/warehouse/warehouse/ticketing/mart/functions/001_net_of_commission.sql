--liquibase formatted sql

--changeset data-engineering:001-net-of-commission runOnChange:true splitStatements:false
--comment: What the promoter is paid of the face value
CREATE OR REPLACE FUNCTION MART.NET_OF_COMMISSION(FACE_VALUE NUMBER(14,2), COMMISSION_RATE NUMBER(5,4))
RETURNS NUMBER(14,2)
LANGUAGE SQL
IMMUTABLE
COMMENT = 'Face value less commission, in ${currency}'
AS
$$
  ROUND(FACE_VALUE * (1 - COALESCE(COMMISSION_RATE, 0)), 2)
$$
--rollback DROP FUNCTION IF EXISTS MART.NET_OF_COMMISSION(NUMBER, NUMBER);
