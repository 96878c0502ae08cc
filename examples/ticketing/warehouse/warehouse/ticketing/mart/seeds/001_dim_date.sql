--liquibase formatted sql

--changeset data-engineering:001-days
--comment: Ten years, 2020 to 2029
INSERT INTO MART.DIM_DATE (DATE_KEY, CALENDAR_DATE, DAY_NAME, ISO_DAY, ISO_WEEK, MONTH_NUMBER, QUARTER_NUMBER, CALENDAR_YEAR, IS_WEEKEND)
SELECT
  TO_NUMBER(TO_VARCHAR(D, 'YYYYMMDD')),
  D,
  DAYNAME(D),
  DAYOFWEEKISO(D),
  WEEKISO(D),
  MONTH(D),
  QUARTER(D),
  YEAR(D),
  DAYOFWEEKISO(D) >= 6
FROM (
  SELECT DATEADD(day, ROW_NUMBER() OVER (ORDER BY SEQ4()) - 1, '2020-01-01'::DATE) AS D
  FROM TABLE(GENERATOR(ROWCOUNT => 3653))
) DAYS;
--rollback DELETE FROM MART.DIM_DATE;

--changeset data-engineering:002-backfill-fiscal-year
--comment: The column came after the first design of the table
UPDATE MART.DIM_DATE SET FISCAL_YEAR = CALENDAR_YEAR + IFF(MONTH_NUMBER >= 7, 1, 0) WHERE FISCAL_YEAR IS NULL;
--rollback empty
