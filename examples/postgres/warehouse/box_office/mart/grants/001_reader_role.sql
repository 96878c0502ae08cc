--liquibase formatted sql

--changeset platform:001-reader-role splitStatements:false
--comment: A role belongs to the server, and several databases of this platform may share one: another rollout may create it first, or at this very moment. For the same reason a rollback leaves it in place
DO $$
BEGIN
  CREATE ROLE box_office_reader NOLOGIN;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN
    NULL;
END;
$$
--rollback not required
