--liquibase formatted sql

--changeset data-engineering:001-venues
--comment: Places where events happen
CREATE TABLE raw.venues (
  venue_id   text PRIMARY KEY,
  venue_name text NOT NULL,
  city       text,
  capacity   integer CHECK (capacity >= 0),
  time_zone  text NOT NULL DEFAULT '${timezone}'
);
--rollback DROP TABLE IF EXISTS raw.venues;
