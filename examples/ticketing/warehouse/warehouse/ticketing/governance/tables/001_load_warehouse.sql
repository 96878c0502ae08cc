--liquibase formatted sql

--changeset platform:001-load-warehouse
--comment: Compute for loading, kept apart from the warehouse that deploys
CREATE WAREHOUSE IF NOT EXISTS TICKETING_${environment}_LOAD WITH
  WAREHOUSE_SIZE = 'XSMALL'
  AUTO_SUSPEND = 60
  AUTO_RESUME = TRUE
  INITIALLY_SUSPENDED = TRUE
  COMMENT = 'Loads the ticketing warehouse';
--rollback DROP WAREHOUSE IF EXISTS TICKETING_${environment}_LOAD;
