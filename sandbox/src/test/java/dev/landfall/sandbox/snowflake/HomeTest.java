package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is kept in a folder: over restarts, and when the process is killed.
class HomeTest {
  @TempDir private Path home;

  /// A server in a process of its own. It prints its endpoint and waits.
  public static final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
      try (var server =
          SnowflakeServer.start(
              SnowflakeServer.Options.defaults().withHome(Path.of(arguments[0])))) {
        System.out.println(server.port());
        System.out.flush();
        var _ = System.in.read();
      }
    }
  }

  private record Child(Process process, int port) implements AutoCloseable {
    /// By hand: the driver would try for minutes to reach a killed server.
    Http connect() throws Exception {
      var options = SnowflakeServer.Options.defaults();
      var http = new Http("http://127.0.0.1:" + port, options.user(), options.password());
      assertThat(http.login(options.account()).success()).isTrue();
      return http;
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private Child child() throws IOException {
    var process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                home.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return new Child(process, Integer.parseInt(out.readLine()));
  }

  private SnowflakeServer server() throws IOException {
    return SnowflakeServer.start(SnowflakeServer.Options.defaults().withHome(home));
  }

  @Test
  void everything_is_there_after_a_restart() throws Exception {
    try (var server = server();
        var connection = Driver.connect(server)) {
      Driver.run(connection, "CREATE DATABASE D");
      Driver.run(connection, "CREATE TABLE T (ID INT AUTOINCREMENT, NAME STRING)");
      Driver.run(connection, "INSERT INTO T (NAME) VALUES ('a'), ('b')");
      Driver.run(connection, "CREATE VIEW V AS SELECT COUNT(*) AS N FROM T");
      Driver.run(connection, "CREATE TEMPORARY TABLE GONE (A INT)");
    }
    try (var server = server();
        var connection = Driver.connect(server, "db", "D")) {
      assertThat(Driver.rows(connection, "SELECT N FROM V")).isEqualTo(List.of(List.of("2")));
      Driver.run(connection, "INSERT INTO T (NAME) VALUES ('c')");
      assertThat(Driver.rows(connection, "SELECT COUNT(DISTINCT ID) FROM T"))
          .isEqualTo(List.of(List.of("3")));
      assertThat(Driver.rows(connection, "SHOW TABLES LIKE 'GONE'")).isEmpty();
    }
  }

  private static void run(Http http, String sql) throws Exception {
    var answer = http.query(sql);
    assertThat(answer.success()).as("%s: %s", sql, answer.body()).isTrue();
  }

  @Test
  void what_was_answered_survives_a_kill() throws Exception {
    var answered = new ArrayList<Integer>();
    try (var child = child();
        var http = child.connect()) {
      run(http, "CREATE DATABASE D");
      run(http, "CREATE TABLE T (ID INT)");
      var enough = new CountDownLatch(30);
      var killer =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  enough.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                child.process().destroyForcibly();
              });
      try {
        for (var i = 0; i < 100_000; i++) {
          run(http, "INSERT INTO T VALUES (" + i + ")");
          run(http, "CREATE TABLE T" + i + " (A INT)");
          answered.add(i);
          enough.countDown();
        }
      } catch (IOException e) {
        assertThat(enough.getCount()).isZero();
      }
      killer.join();
    }
    assertThat(answered).hasSizeGreaterThanOrEqualTo(30).hasSizeLessThan(100_000);
    try (var server = server();
        var connection = Driver.connect(server, "db", "D")) {
      var there =
          Driver.rows(connection, "SELECT ID FROM T ORDER BY ID").stream()
              .map(row -> Integer.valueOf(row.getFirst()))
              .toList();
      assertThat(there).containsAll(answered);
      assertThat(there.size() - answered.size()).isBetween(0, 1);
      for (var i : answered) {
        assertThat(Driver.rows(connection, "SELECT * FROM T" + i)).isEmpty();
      }
    }
  }

  @Test
  void an_open_transaction_does_not_survive_a_kill() throws Exception {
    try (var child = child();
        var http = child.connect()) {
      run(http, "CREATE DATABASE D");
      run(http, "CREATE TABLE T (ID INT)");
      run(http, "INSERT INTO T VALUES (1)");
      run(http, "BEGIN");
      run(http, "INSERT INTO T VALUES (2)");
      child.process().destroyForcibly().waitFor();
    }
    try (var server = server();
        var connection = Driver.connect(server, "db", "D")) {
      assertThat(Driver.rows(connection, "SELECT ID FROM T")).isEqualTo(List.of(List.of("1")));
    }
  }
}
