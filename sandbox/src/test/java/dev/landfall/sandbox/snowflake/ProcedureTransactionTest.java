package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Snowflake, "Transactions", stored procedures and transactions.
class ProcedureTransactionTest {
  private static final String INCOMPLETE =
      "Stored procedure execution error: Scoped transaction started in stored procedure is"
          + " incomplete and it was rolled back.";
  private static final String OTHER_SCOPE =
      "Modifying a transaction that has started at a different scope is not allowed.";

  private static SnowflakeServer server;
  private Client session;
  private Client other;

  @BeforeAll
  static void start() throws Exception {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void open() throws Exception {
    session = Client.of(server);
    session.run("CREATE OR REPLACE DATABASE D", "CREATE TABLE T (S VARCHAR)");
    other = Client.of(server, "db", "D", "schema", "PUBLIC");
  }

  @AfterEach
  void close() throws Exception {
    session.close();
    other.close();
  }

  private void procedure(String name, String... statements) throws Exception {
    session.run(
        "CREATE OR REPLACE PROCEDURE "
            + name
            + "() RETURNS VARCHAR AS $$BEGIN "
            + String.join("; ", statements)
            + "; END$$");
  }

  private static String insert(String value) {
    return "INSERT INTO T VALUES ('" + value + "')";
  }

  /// What is committed.
  private String committed() throws Exception {
    return other.rows("SELECT S FROM T ORDER BY S").stream()
        .map(row -> row.getFirst())
        .collect(Collectors.joining(" "));
  }

  @Test
  void a_procedure_inside_a_transaction_is_a_part_of_it() throws Exception {
    procedure("P", insert("x"), insert("y"));
    session.run("BEGIN", insert("w"), "CALL P()", insert("z"));
    assertThat(committed()).isEmpty();
    session.run("ROLLBACK");
    assertThat(committed()).isEmpty();
    session.run("BEGIN", insert("w"), "CALL P()", insert("z"), "COMMIT");
    assertThat(committed()).isEqualTo("w x y z");
  }

  @Test
  void transactions_inside_a_procedure() throws Exception {
    procedure("P", "BEGIN", insert("a"), "COMMIT", "BEGIN", insert("b"), "ROLLBACK", insert("c"));
    session.run("CALL P()");
    assertThat(committed()).isEqualTo("a c");
  }

  @Test
  void a_transaction_must_end_in_the_procedure_it_began_in() throws Exception {
    procedure("P", insert("a"), "BEGIN", insert("b"));
    session.refuses("CALL P()", 90232, INCOMPLETE);
    assertThat(committed()).isEqualTo("a");
  }

  @Test
  void a_transaction_of_the_caller_cannot_be_ended() throws Exception {
    procedure("P", insert("b"), "COMMIT");
    session.run("BEGIN", insert("a"));
    session.refuses("CALL P()", 90231, OTHER_SCOPE);
    session.run("COMMIT");
    assertThat(committed()).isEqualTo("a");
    procedure("P", "CREATE TABLE MADE (A INT)");
    session.run("BEGIN", insert("c"));
    session.refuses("CALL P()", 90231, OTHER_SCOPE);
    session.run("COMMIT");
    assertThat(committed()).isEqualTo("a c");
  }

  @Test
  void scoped_transactions_are_independent_of_each_other() throws Exception {
    procedure("P2", "BEGIN", insert("c"), "COMMIT");
    procedure("P1", "BEGIN", insert("b"), "CALL P2()", insert("d"), "COMMIT");
    session.run("BEGIN", insert("a"), "CALL P1()", insert("e"));
    assertThat(committed()).isEqualTo("b c d");
    session.run("ROLLBACK");
    assertThat(committed()).isEqualTo("b c d");
  }

  @Test
  void statements_before_begin_belong_to_the_transaction_around() throws Exception {
    procedure("P", insert("b"), "BEGIN", insert("c"), "COMMIT", insert("d"));
    session.run("BEGIN", insert("a"), "CALL P()");
    assertThat(committed()).isEqualTo("c");
    session.run("COMMIT");
    assertThat(committed()).isEqualTo("a b c d");
  }

  @Test
  void improperly_paired_blocks() throws Exception {
    procedure("INNER_SP2", "BEGIN WORK", insert("isp2"));
    procedure(
        "OUTER_SP1",
        insert("osp1_alpha"),
        "BEGIN WORK",
        insert("osp1_beta"),
        "CALL INNER_SP2()",
        insert("osp1_delta"),
        "COMMIT WORK",
        insert("osp1_omega"));
    session.refuses("CALL OUTER_SP1()", 90232, INCOMPLETE);
    assertThat(committed()).isEqualTo("osp1_alpha");
  }

  @Test
  void without_autocommit_a_procedure_must_commit_what_it_began() throws Exception {
    procedure("P", insert("a"), insert("b"));
    session.connection().setAutoCommit(false);
    session.refuses("CALL P()", 90232, INCOMPLETE);
    session.run("COMMIT");
    assertThat(committed()).isEmpty();
    session.run("BEGIN", "CALL P()", "COMMIT");
    assertThat(committed()).isEqualTo("a b");
    procedure("P", insert("c"), "COMMIT");
    session.run("CALL P()");
    assertThat(committed()).isEqualTo("a b c");
  }

  @Test
  void an_anonymous_block_is_a_scope_too() throws Exception {
    session.connection().setAutoCommit(false);
    session.refuses("EXECUTE IMMEDIATE $$BEGIN " + insert("a") + "; END$$", 90232, INCOMPLETE);
    session.run(insert("b"), "EXECUTE IMMEDIATE $$BEGIN " + insert("c") + "; END$$");
    assertThat(committed()).isEmpty();
    session.run("COMMIT");
    assertThat(committed()).isEqualTo("b c");
  }

  @Test
  void a_call_that_fails_leaves_nothing_in_the_transaction_around() throws Exception {
    procedure("P", insert("b"), "SELECT 1 / 0");
    session.run("BEGIN", insert("a"));
    session.refuses("CALL P()", 100051, "Division by zero");
    session.run(insert("c"), "COMMIT");
    assertThat(committed()).isEqualTo("a c");
    session.refuses("CALL P()", 100051, "Division by zero");
    assertThat(committed()).isEqualTo("a b c");
  }

  @Test
  void a_handled_failure_lets_the_transaction_go_on() throws Exception {
    session.run(
        "CREATE PROCEDURE P() RETURNS VARCHAR AS $$BEGIN BEGIN TRANSACTION; "
            + insert("a")
            + "; SELECT 1 / 0; COMMIT; RETURN 'no'; EXCEPTION WHEN OTHER THEN COMMIT; RETURN SQLERRM;"
            + " END$$");
    assertThat(session.one("CALL P()")).isEqualTo("Division by zero");
    assertThat(committed()).isEqualTo("a");
  }

  @Test
  void the_transactions_of_two_scopes_may_lock_each_other_out() throws Exception {
    session.run("INSERT INTO T VALUES ('a')", "ALTER SESSION SET LOCK_TIMEOUT = 0");
    procedure("P", "BEGIN", "UPDATE T SET S = 'p'", "COMMIT");
    session.run("BEGIN", "UPDATE T SET S = 'b'");
    session.refuses("CALL P()", 625, "has locked table 'T'");
    session.run("COMMIT");
    assertThat(committed()).isEqualTo("b");
  }
}
