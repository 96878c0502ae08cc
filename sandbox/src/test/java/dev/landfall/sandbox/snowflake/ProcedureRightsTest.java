package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcedureRightsTest {
  private static SnowflakeServer server;
  private Client owner;
  private Client caller;

  @BeforeAll
  static void start() throws Exception {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
    try (var admin = Client.of(server)) {
      admin.run(
          "CREATE ROLE CALLER",
          "GRANT ROLE CALLER TO USER " + server.user(),
          "CREATE DATABASE OWN");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void open() throws Exception {
    owner = Client.of(server);
    owner.run(
        "CREATE OR REPLACE DATABASE D",
        "CREATE TABLE SECRET (N INT)",
        "INSERT INTO SECRET VALUES (42)",
        "CREATE SCHEMA OTHER",
        "CREATE TABLE OTHER.SECRET (N INT)",
        "GRANT USAGE ON DATABASE D TO ROLE CALLER",
        "GRANT USAGE ON ALL SCHEMAS IN DATABASE D TO ROLE CALLER",
        "USE SCHEMA D.PUBLIC");
    caller = Client.of(server);
    caller.run(
        "USE SECONDARY ROLES NONE", "USE ROLE CALLER", "USE SCHEMA D.OTHER", "SET X = 'mine'");
  }

  @AfterEach
  void close() throws Exception {
    owner.close();
    caller.close();
  }

  private void procedure(String rights, String body) throws Exception {
    owner.run(
        "CREATE OR REPLACE PROCEDURE D.PUBLIC.P() RETURNS VARCHAR LANGUAGE SQL EXECUTE AS "
            + rights
            + " AS $$"
            + body
            + "$$",
        "GRANT USAGE ON PROCEDURE D.PUBLIC.P() TO ROLE CALLER");
  }

  private static final String READ =
      "BEGIN LET n INT; SELECT N INTO :n FROM SECRET; RETURN n || ' as ' || CURRENT_ROLE() || ' in '"
          + " || CURRENT_SCHEMA(); END";

  @Test
  void usage_is_needed() throws Exception {
    owner.run("CREATE PROCEDURE D.PUBLIC.P() RETURNS INT AS 'BEGIN RETURN 1; END'");
    caller.refuses("CALL D.PUBLIC.P()", 2140, "Unknown user-defined function D.PUBLIC.P");
    owner.run("GRANT USAGE ON PROCEDURE D.PUBLIC.P() TO ROLE CALLER");
    assertThat(caller.one("CALL D.PUBLIC.P()")).isEqualTo("1");
  }

  @Test
  void with_the_owners_rights_it_reads_what_the_owner_may_where_it_was_made() throws Exception {
    procedure("OWNER", READ.replace("LET n INT;", "LET n INT := 0;"));
    assertThat(caller.one("CALL D.PUBLIC.P()")).isEqualTo("42 as ACCOUNTADMIN in PUBLIC");
    assertThat(caller.one("SELECT CURRENT_ROLE() || ' ' || CURRENT_SCHEMA()"))
        .isEqualTo("CALLER OTHER");
  }

  @Test
  void with_the_callers_rights_it_reads_what_the_caller_may_where_the_caller_is() throws Exception {
    procedure("CALLER", READ.replace("LET n INT;", "LET n INT := 0;"));
    caller.refuses("CALL D.PUBLIC.P()", 2003, "Object 'SECRET' does not exist or not authorized");
    owner.run(
        "INSERT INTO D.OTHER.SECRET VALUES (7)",
        "GRANT SELECT ON TABLE D.OTHER.SECRET TO ROLE CALLER");
    assertThat(caller.one("CALL D.PUBLIC.P()")).isEqualTo("7 as CALLER in OTHER");
  }

  @Test
  void the_owners_rights_do_not_reach_the_callers_session() throws Exception {
    procedure("OWNER", "BEGIN RETURN $X; END");
    caller.refuses(
        "CALL D.PUBLIC.P()",
        2211,
        "Use of session variable '$X' is not allowed in owners rights stored procedure");
    for (var refused :
        List.of(
            List.of("SET X = 1", "SET"),
            List.of("UNSET X", "UNSET"),
            List.of("USE SCHEMA OTHER", "USE"),
            List.of("USE ROLE PUBLIC", "USE"),
            List.of("ALTER SESSION SET TIMEZONE = 'UTC'", "ALTER_SESSION"),
            List.of("SHOW PARAMETERS", "SHOW PARAMETER"),
            List.of("SHOW GRANTS", "SHOW GRANT"))) {
      procedure("OWNER", "BEGIN " + refused.getFirst() + "; RETURN 'x'; END");
      caller.refuses(
          "CALL D.PUBLIC.P()",
          90236,
          "Stored procedure execution error: Unsupported statement type '"
              + refused.getLast()
              + "'.");
    }
    assertThat(caller.one("SELECT $X")).isEqualTo("mine");
  }

  @Test
  void the_callers_rights_change_the_callers_session() throws Exception {
    procedure(
        "CALLER",
        "BEGIN LET before VARCHAR := $X; SET X = 'changed'; USE SCHEMA D.PUBLIC; RETURN before;"
            + " END");
    assertThat(caller.one("CALL D.PUBLIC.P()")).isEqualTo("mine");
    assertThat(caller.one("SELECT $X || ' ' || CURRENT_SCHEMA()")).isEqualTo("changed PUBLIC");
  }

  @Test
  void a_procedure_with_the_callers_rights_inside_one_with_the_owners_has_the_owners()
      throws Exception {
    procedure("CALLER", "BEGIN RETURN CURRENT_ROLE() || $X; END");
    owner.run(
        "CREATE PROCEDURE D.PUBLIC.Q() RETURNS VARCHAR AS $$BEGIN LET r VARCHAR := '';"
            + " CALL P() INTO :r; RETURN r; END$$",
        "GRANT USAGE ON PROCEDURE D.PUBLIC.Q() TO ROLE CALLER");
    caller.refuses("CALL D.PUBLIC.Q()", 2211, "is not allowed in owners rights");
  }

  @Test
  void what_it_makes_belongs_to_whose_rights_it_has() throws Exception {
    procedure("OWNER", "BEGIN CREATE TABLE MADE (A INT); RETURN 'x'; END");
    caller.run("CALL D.PUBLIC.P()");
    assertThat(
            owner.one(
                "SELECT TABLE_OWNER FROM D.INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = 'MADE'"
                    + " AND TABLE_SCHEMA = 'PUBLIC'"))
        .isEqualTo("ACCOUNTADMIN");
  }
}
