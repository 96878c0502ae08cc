--liquibase formatted sql

--changeset ann:split
CREATE TABLE marks (mark text); INSERT INTO marks VALUES ('one; two');
INSERT INTO marks VALUES ('three -- not a comment');
INSERT INTO marks VALUES ('four /* not a comment */'); -- a comment; with a semicolon
/* a block; comment */
INSERT INTO marks VALUES ('five');
--rollback DROP TABLE marks;

--changeset ann:not-split splitStatements:false
CREATE FUNCTION one() RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  RETURN 1; -- one;
END;
$$;
--rollback DROP FUNCTION one();

--changeset ann:dollars splitStatements:false
CREATE FUNCTION two() RETURNS int LANGUAGE plpgsql AS $body$
BEGIN
  RETURN 2;
END;
$body$;
CREATE FUNCTION three() RETURNS int LANGUAGE sql AS 'SELECT 3;';
--rollback DROP FUNCTION two(); DROP FUNCTION three();

--changeset ann:delimiter endDelimiter:/
INSERT INTO marks VALUES ('a;b')
/
INSERT INTO marks VALUES ('c')
/
--rollback DELETE FROM marks WHERE mark IN ('a;b', 'c')
--rollback /

--changeset ann:go endDelimiter:\nGO
INSERT INTO marks VALUES ('go one')
GO
INSERT INTO marks VALUES ('go two')
GO
--rollback DELETE FROM marks WHERE mark LIKE 'go%'

--changeset ann:expression endDelimiter:@@ stripComments:false
-- kept
INSERT INTO marks VALUES ('ex /* kept */ one')@@
INSERT INTO marks VALUES ('ex two')@@
--rollback DELETE FROM marks WHERE mark LIKE 'ex%'

--changeset ann:keep-comments stripComments:false
CREATE VIEW /* which comment */ seen AS -- of what
SELECT mark FROM marks;
--rollback DROP VIEW seen

--changeset ann:strip-comments stripComments:true splitStatements:false
CREATE FUNCTION four() RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  -- not there
  RETURN /* nor here */ 4;
END;
$$;
--rollback DROP FUNCTION four();

--changeset ann:transaction-free
DROP TABLE IF EXISTS g;
--rollback empty

--changeset ann:rollback-several
CREATE TABLE a (id int);
CREATE TABLE b (id int);
--rollback DROP TABLE b; DROP TABLE a;

--changeset ann:rollback-lines
CREATE TABLE c (id int);
CREATE TABLE d (id int);
--rollback DROP TABLE d;
--rollback DROP
--rollback TABLE c;

--changeset ann:rollback-block
CREATE TABLE e (id int);
/* liquibase rollback
DROP TABLE e;
*/

--changeset ann:rollback-delimiter rollbackEndDelimiter:/ rollbackSplitStatements:true
CREATE TABLE f (id int);
--rollback DROP TABLE f
--rollback /

--changeset ann:rollback-not-required
INSERT INTO marks VALUES ('x');
--rollback not required

--changeset ann:rollback-of-another
CREATE TABLE g (id int);
--rollback changesetId:transaction-free changesetAuthor:ann

--changeset ann:ignored-lines
INSERT INTO marks VALUES ('before');
--ignoreLines:2
INSERT INTO nowhere VALUES ('ignored');
INSERT INTO nowhere VALUES ('ignored too');
INSERT INTO marks VALUES ('between');
--ignoreLines:start
INSERT INTO nowhere VALUES ('ignored');
--ignoreLines:end
INSERT INTO marks VALUES ('after');
--rollback empty

--changeset ann:escapes
INSERT INTO marks VALUES (E'back\\slash ''quoted'''), ('a\b'), ('ünï ☃'), ($$dollar's$$), (U&'\0041');
--rollback empty
--changeset ann:lines
INSERT INTO marks VALUES ('line
break;
 three');
--rollback empty

--changeset ann:question-marks
INSERT INTO marks SELECT 'json ? operator' WHERE '{"a": 1}'::jsonb ?? 'a' /* ?? */;
INSERT INTO marks VALUES ('{d ''2024-01-01''}'), ('%s %d ${} :name ? ??');
--rollback empty

--changeset ann:copy-like
SELECT 1;
SELECT count(*) FROM marks;
--rollback SELECT 1;

--changeset ann:do-block
DO $$ BEGIN PERFORM 1; INSERT INTO marks VALUES ('done'); END $$;
--rollback empty

--changeset ann:transaction-settings
SET LOCAL statement_timeout = 1000;
INSERT INTO marks VALUES (current_setting('statement_timeout'));
--rollback empty

--changeset ann:no-end
INSERT INTO marks VALUES ('without an end')
--rollback empty
