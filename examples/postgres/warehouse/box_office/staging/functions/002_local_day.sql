--liquibase formatted sql

--changeset data-engineering:001-local-day runOnChange:true splitStatements:false
--comment: The business thinks in local days
CREATE OR REPLACE FUNCTION staging.local_day(moment timestamptz) RETURNS date
LANGUAGE sql IMMUTABLE
AS $$ SELECT (moment AT TIME ZONE '${timezone}')::date $$
--rollback DROP FUNCTION IF EXISTS staging.local_day(timestamptz);
