--liquibase formatted sql

--changeset data-engineering:001-widen-email
--comment: The longest address that mail allows. A length can be raised but not lowered, and the longer column harms nobody
ALTER TABLE RAW.CUSTOMERS ALTER COLUMN EMAIL SET DATA TYPE VARCHAR(320);
--rollback not required
