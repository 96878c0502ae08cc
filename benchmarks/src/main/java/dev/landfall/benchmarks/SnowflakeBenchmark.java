package dev.landfall.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What the stand-in of Snowflake costs: its start and memory, a query's round trip through the
/// vendor's driver, a changelog, many connections at once, and a large file. The limit is the same
/// work done by DuckDB in the benchmark's own process, without a protocol or a catalogue.
public final class SnowflakeBenchmark {
  private static final int STARTS = 5;
  private static final int WARM_UP = 1_000;
  private static final int QUERIES = 2_000;
  private static final int CHANGESETS = 200;
  private static final int CONNECTIONS = 20;
  private static final int ROWS_EACH = 100;
  private static final int FILE_ROWS = 1_000_000;

  private final Path project;
  private final Path folder;

  private SnowflakeBenchmark(Path project, Path folder) {
    this.project = project;
    this.folder = folder;
  }

  /// @param args the project's folder
  public static void main(String[] args) throws Exception {
    new SnowflakeBenchmark(
            Path.of(args[0]).toAbsolutePath().normalize(),
            Files.createTempDirectory("landfall-benchmark"))
        .run();
  }

  private void run() throws Exception {
    Table.begin();
    for (var start = 1; start < STARTS; start++) {
      StandIn.start(project, folder, "snowflake").close();
    }
    try (var server = StandIn.start(project, folder, "snowflake")) {
      Table.row(
          "start, until it accepts connections", Table.seconds(server.seconds()), "< 1 s", "");
      TimeUnit.SECONDS.sleep(2);
      Table.row("idle", server.residentMegabytes() + " MB", "< 300 MB", "");
      try (var connection = connect(server, "BENCH")) {
        execute(connection, "CREATE DATABASE BENCH");
        execute(connection, "CREATE WAREHOUSE W");
        execute(connection, "USE SCHEMA BENCH.PUBLIC");
        execute(connection, "CREATE TABLE T (ID INT, NAME VARCHAR(100))");
        execute(
            connection,
            "INSERT INTO T SELECT SEQ4(), 'n' || SEQ4() FROM TABLE(GENERATOR(ROWCOUNT => 1000))");
        var select = "SELECT NAME FROM T WHERE ID = ";
        Table.row(
            "query, p50 of " + QUERIES,
            millis(median(connection, select)),
            "< 2 ms",
            millis(duckDbMedian(select)));
        var insert = "INSERT INTO T VALUES (1, 'x') -- ";
        Table.row("autocommitted INSERT, p50", millis(median(connection, insert)), "", "");
      }
      Table.row(
          CHANGESETS + " changesets by `landfall deploy`",
          Table.seconds(deploy(server)),
          "< 3 s",
          "");
      Table.row(
          CONNECTIONS + " connections at once, " + ROWS_EACH + " rows each",
          atOnce(server),
          CONNECTIONS * ROWS_EACH + " rows",
          "");
      var file = largeFile();
      Table.row(
          "PUT and COPY of " + String.format(Locale.ROOT, "%,d rows", FILE_ROWS),
          Table.seconds(copy(server, file)),
          "< 20 s",
          Table.seconds(duckDbCopy(file)));
    }
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%.2f ms", value);
  }

  private static String url(StandIn server, String account) throws IOException {
    return server.value("endpoint").replace("http://", "jdbc:snowflake://")
        + "/?ssl=off&disablePlatformDetection=true&account="
        + account;
  }

  private static Connection connect(StandIn server, String account)
      throws SQLException, IOException {
    var login = new Properties();
    login.setProperty("user", server.value("user"));
    login.setProperty("password", server.value("password"));
    return DriverManager.getConnection(url(server, account), login);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// Milliseconds; each statement is another text, so that nothing is answered from a cache.
  private static double median(Connection connection, String sql) throws SQLException {
    var millis = new ArrayList<Double>();
    try (var statement = connection.createStatement()) {
      for (var i = 0; i < WARM_UP + QUERIES; i++) {
        var began = System.nanoTime();
        if (statement.execute(sql + i)) {
          try (var rows = statement.getResultSet()) {
            while (rows.next()) {
              rows.getString(1);
            }
          }
        }
        if (i >= WARM_UP) {
          millis.add((System.nanoTime() - began) / 1e6);
        }
      }
    }
    return millis.stream().sorted().toList().get(millis.size() / 2);
  }

  private static double duckDbMedian(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:duckdb:")) {
      execute(
          connection,
          "CREATE TABLE T AS SELECT range AS ID, 'n' || range AS NAME FROM range(1000)");
      return median(connection, sql);
    }
  }

  private double deploy(StandIn server) throws Exception {
    try (var connection = connect(server, "CHANGES")) {
      execute(connection, "CREATE DATABASE CHANGES");
      execute(connection, "CREATE WAREHOUSE W");
    }
    var place = Files.createDirectories(folder.resolve("changes"));
    Files.writeString(
        place.resolve("changelog.sql"),
        IntStream.rangeClosed(1, CHANGESETS)
            .mapToObj(i ->
                "--changeset bench:%d\nCREATE TABLE T%d (ID INT NOT NULL, NAME VARCHAR(100));\n"
                        .formatted(i, i)
                    + "--rollback DROP TABLE T%d;\n".formatted(i))
            .collect(Collectors.joining("\n", "--liquibase formatted sql\n", "")));
    Files.writeString(
        place.resolve("landfall.yaml"),
        """
        platform: benchmark
        components:
          warehouse:
            uses: liquibase
            with:
              changelog: changelog.sql
              connection:
                url: "%s"
                user: "%s"
                password: "${secret:PASSWORD}"
                database: CHANGES
                schema: PUBLIC
                warehouse: W
                role: ACCOUNTADMIN
        environments: {dev: {regions: [here]}}
        regions: {here: {}}
        """
            .formatted(url(server, "CHANGES"), server.value("user")));
    return Timed.run(
            place,
            Map.of("PASSWORD", server.value("password")),
            List.of(
                project.resolve("landfall").toString(),
                "deploy",
                "--env",
                "dev",
                "--region",
                "here",
                "--yes"))
        .seconds();
  }

  /// How many rows there are after all connections have inserted theirs, each in a transaction of
  /// its own, and how long that took.
  private static String atOnce(StandIn server) throws Exception {
    try (var connection = connect(server, "BENCH")) {
      execute(connection, "CREATE OR REPLACE TABLE BENCH.PUBLIC.MANY (WHO INT, N INT)");
      var began = System.nanoTime();
      try (var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
        var work = new ArrayList<Callable<Integer>>();
        for (var who = 1; who <= CONNECTIONS; who++) {
          var mine = who;
          work.add(() -> insert(server, mine));
        }
        for (var done : threads.invokeAll(work)) {
          done.get();
        }
      }
      var took = (System.nanoTime() - began) / 1e9;
      try (var statement = connection.createStatement();
          var rows =
              statement.executeQuery(
                  "SELECT COUNT(*), COUNT(DISTINCT WHO, N) FROM BENCH.PUBLIC.MANY")) {
        rows.next();
        return rows.getInt(1)
            + " rows, "
            + rows.getInt(2)
            + " different, in "
            + Table.seconds(took);
      }
    }
  }

  private static int insert(StandIn server, int who) throws SQLException, IOException {
    try (var connection = connect(server, "BENCH");
        var statement = connection.createStatement()) {
      for (var n = 1; n <= ROWS_EACH; n++) {
        statement.execute("INSERT INTO BENCH.PUBLIC.MANY VALUES (" + who + ", " + n + ")");
      }
    }
    return ROWS_EACH;
  }

  private Path largeFile() throws IOException {
    var file = folder.resolve("sales.csv");
    try (var out = Files.newBufferedWriter(file)) {
      for (var i = 0; i < FILE_ROWS; i++) {
        out.write(
            i
                + ",customer "
                + i % 9973
                + ","
                + i % 500
                + "."
                + i % 90 / 10
                + i % 10
                + ",2026-0"
                + (1 + i % 9)
                + "-1"
                + i % 10
                + " 12:30:00\n");
      }
    }
    return file;
  }

  private static final String COLUMNS =
      "(ID INT, CUSTOMER VARCHAR(50), PRICE DECIMAL(10,2), SOLD_AT TIMESTAMP)";

  private static double copy(StandIn server, Path file) throws SQLException, IOException {
    try (var connection = connect(server, "BENCH")) {
      execute(connection, "USE SCHEMA BENCH.PUBLIC");
      execute(connection, "CREATE OR REPLACE TABLE SALES " + COLUMNS);
      execute(connection, "CREATE OR REPLACE STAGE LANDING");
      var began = System.nanoTime();
      execute(connection, "PUT file://" + file + " @LANDING");
      execute(connection, "COPY INTO SALES FROM @LANDING FILE_FORMAT = (TYPE = CSV)");
      var took = (System.nanoTime() - began) / 1e9;
      count(connection);
      return took;
    }
  }

  private static void count(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT COUNT(*) FROM SALES")) {
      rows.next();
      if (rows.getInt(1) != FILE_ROWS) {
        throw new SQLException("there are " + rows.getInt(1) + " rows");
      }
    }
  }

  private static double duckDbCopy(Path file) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:duckdb:")) {
      execute(connection, "CREATE TABLE SALES " + COLUMNS);
      var began = System.nanoTime();
      execute(connection, "COPY SALES FROM '" + file + "'");
      var took = (System.nanoTime() - began) / 1e9;
      count(connection);
      return took;
    }
  }
}
