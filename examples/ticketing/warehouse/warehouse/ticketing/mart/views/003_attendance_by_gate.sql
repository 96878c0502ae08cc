--liquibase formatted sql

--changeset data-engineering:001-attendance-by-gate runOnChange:true labels:reporting
--comment: Who came, through which gate, and how many stayed away
CREATE OR REPLACE VIEW MART.ATTENDANCE_BY_GATE COPY GRANTS COMMENT = 'Admissions per gate' AS
SELECT
  E.EVENT_ID,
  E.EVENT_NAME,
  A.GATE,
  COUNT(*) AS ADMITTED,
  MIN(A.ADMITTED_AT_LOCAL) AS FIRST_ADMITTED,
  MAX(A.ADMITTED_AT_LOCAL) AS LAST_ADMITTED
FROM MART.FACT_ATTENDANCE A
JOIN MART.DIM_EVENT E ON E.EVENT_KEY = A.EVENT_KEY
GROUP BY E.EVENT_ID, E.EVENT_NAME, A.GATE;
--rollback DROP VIEW IF EXISTS MART.ATTENDANCE_BY_GATE;
