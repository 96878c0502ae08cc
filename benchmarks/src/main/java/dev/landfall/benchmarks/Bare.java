package dev.landfall.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The limit: the least that has to be sent, by a program that does nothing else, is warm, and
/// keeps no record. All databases at once.
final class Bare {
  private static final String BOOKKEEPING =
      "CREATE TABLE databasechangelog (id varchar(255), author varchar(255), filename varchar(255),"
          + " dateexecuted timestamp, orderexecuted int, exectype varchar(10), md5sum varchar(35))";

  private final Properties properties = new Properties();

  Bare(String user, String password) {
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("preferQueryMode", "simple");
    properties.setProperty("assumeMinServerVersion", "12");
  }

  /// Logs in and asks one question.
  double look(List<String> urls) throws InterruptedException {
    return run(urls, connection -> send(connection, "SELECT 1"));
  }

  /// Logs in and commits each changeset with its row, in flights of 1, 2, 4 and up to 32.
  double deploy(List<String> urls, int changesets) throws InterruptedException {
    return run(
        urls,
        connection -> {
          send(connection, BOOKKEEPING);
          var next = 1;
          for (var flight = 1; next <= changesets; flight = Math.min(32, 2 * flight)) {
            var until = Math.min(changesets + 1, next + flight);
            send(
                connection,
                IntStream.range(next, until)
                    .mapToObj(Bare::changeset)
                    .collect(Collectors.joining(";\n")));
            next = until;
          }
        });
  }

  private static String changeset(int i) {
    return """
    BEGIN;
    CREATE TABLE t%d (id int PRIMARY KEY, name text);
    INSERT INTO databasechangelog VALUES ('%d', 'bench', 'changelog.sql', now(), %d, 'EXECUTED', '9:');
    COMMIT\
    """
        .formatted(i, i, i);
  }

  private interface Work {
    void on(Connection connection) throws SQLException;
  }

  /// @return seconds
  private double run(List<String> urls, Work work) throws InterruptedException {
    var began = System.nanoTime();
    try (var threads = Executors.newFixedThreadPool(urls.size())) {
      var ends = new ArrayList<Future<Boolean>>();
      for (var url : urls) {
        Callable<Boolean> task =
            () -> {
              try (var connection = new org.postgresql.Driver().connect(url, properties)) {
                if (connection == null) {
                  throw new SQLException("no PostgreSQL URL: " + url);
                }
                work.on(connection);
                return true;
              }
            };
        ends.add(threads.submit(task));
      }
      for (var end : ends) {
        end.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the limit could not be measured", e);
    }
    return (System.nanoTime() - began) / 1e9;
  }

  private static void send(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
