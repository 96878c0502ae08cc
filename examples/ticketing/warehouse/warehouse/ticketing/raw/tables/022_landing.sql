--liquibase formatted sql

--changeset platform:001-landing-integration
--comment: Lets Snowflake read the landing bucket of this region, and nothing else
CREATE STORAGE INTEGRATION IF NOT EXISTS TICKETING_${environment}_LANDING
  TYPE = EXTERNAL_STAGE
  STORAGE_PROVIDER = 'S3'
  ENABLED = TRUE
  STORAGE_AWS_ROLE_ARN = '${landing_role_arn}'
  STORAGE_ALLOWED_LOCATIONS = ('s3://${landing_bucket}/');
--rollback DROP STORAGE INTEGRATION IF EXISTS TICKETING_${environment}_LANDING;

--changeset data-engineering:002-landing-stage
--comment: The landing bucket, seen from inside the warehouse
CREATE STAGE IF NOT EXISTS RAW.LANDING
  URL = 's3://${landing_bucket}/'
  STORAGE_INTEGRATION = TICKETING_${environment}_LANDING
  FILE_FORMAT = (FORMAT_NAME = 'RAW.JSON_LINES')
  COMMENT = 'Files delivered to region ${region_code}';
--rollback DROP STAGE IF EXISTS RAW.LANDING;
