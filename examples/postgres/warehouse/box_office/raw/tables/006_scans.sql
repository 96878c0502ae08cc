--liquibase formatted sql

--changeset data-engineering:001-scans
--comment: Every reading of a ticket at a gate
CREATE TABLE raw.scans (
  scan_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ticket_id  text NOT NULL REFERENCES raw.tickets (ticket_id),
  gate       text,
  result     text NOT NULL,
  scanned_at timestamptz NOT NULL
);
--rollback DROP TABLE IF EXISTS raw.scans;
