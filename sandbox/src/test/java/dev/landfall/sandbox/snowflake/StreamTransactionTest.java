package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Streams and transactions (Snowflake, "Introduction to streams").
class StreamTransactionTest {
  private SnowflakeServer server;
  private Client session;

  @BeforeEach
  void open() throws Exception {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
    session = Client.of(server);
    session.run(
        "CREATE DATABASE D",
        "CREATE TABLE T (ID INT, V VARCHAR)",
        "CREATE TABLE O (ID INT, A VARCHAR)",
        "INSERT INTO T VALUES (1, 'a'), (2, 'b')",
        "CREATE STREAM S ON TABLE T",
        "INSERT INTO T VALUES (3, 'c')",
        "UPDATE T SET V = 'bb' WHERE ID = 2",
        "DELETE FROM T WHERE ID = 1");
  }

  @AfterEach
  void close() throws Exception {
    session.close();
    server.close();
  }

  @Test
  void a_rollback_gives_the_changes_back() throws Exception {
    session.run("BEGIN", "INSERT INTO O SELECT ID, METADATA$ACTION FROM S", "ROLLBACK");
    assertThat(
            session.rows(
                "SELECT ID, V, METADATA$ACTION, METADATA$ISUPDATE FROM S ORDER BY ID,"
                    + " METADATA$ACTION"))
        .isEqualTo(
            List.of(
                List.of("1", "a", "DELETE", "FALSE"),
                List.of("2", "b", "DELETE", "TRUE"),
                List.of("2", "bb", "INSERT", "TRUE"),
                List.of("3", "c", "INSERT", "FALSE")));
    assertThat(session.one("SELECT COUNT(DISTINCT METADATA$ROW_ID) FROM S")).isEqualTo("3");
    session.run("BEGIN", "INSERT INTO O SELECT ID, METADATA$ACTION FROM S", "COMMIT");
    assertThat(session.one("SELECT COUNT(*) FROM S")).isEqualTo("0");
    assertThat(session.one("SELECT COUNT(*) FROM O")).isEqualTo("4");
  }

  @Test
  void what_would_have_to_be_repeated_is_refused() throws Exception {
    session.run("BEGIN", "INSERT INTO O SELECT ID, METADATA$ACTION FROM S");
    session.refuses("SELECT * FROM S", 2, "reading a stream in a transaction that has consumed it");
    session.run("ROLLBACK", "BEGIN", "INSERT INTO T VALUES (4, 'd')");
    session.refuses("INSERT INTO O SELECT ID, METADATA$ACTION FROM S", 2, "or changed its table");
    session.run("COMMIT");
    assertThat(session.one("SELECT COUNT(*) FROM S")).isEqualTo("5");
  }
}
