--liquibase formatted sql logicalFilePath:inner.sql
--property name:who value:inner
--changeset inner:1 runOrder:first
SELECT '${who}';
--rollback empty
--changeset inner:2
INSERT INTO marks VALUES ('inner ${new} ${only}');
--rollback empty
