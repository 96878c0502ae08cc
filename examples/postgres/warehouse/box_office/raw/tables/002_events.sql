--liquibase formatted sql

--changeset data-engineering:001-events
--comment: One row per performance that can be sold
CREATE TABLE raw.events (
  event_id   text PRIMARY KEY,
  event_name text NOT NULL,
  venue_id   text NOT NULL REFERENCES raw.venues (venue_id),
  starts_at  timestamptz NOT NULL,
  status     text NOT NULL DEFAULT 'draft'
);
--rollback DROP TABLE IF EXISTS raw.events;

--changeset data-engineering:002-events-comments
--comment: What the catalog says about the columns
COMMENT ON TABLE raw.events IS 'Performances on sale in region ${region_code}';
COMMENT ON COLUMN raw.events.starts_at IS 'Start of the performance';
--rollback not required
