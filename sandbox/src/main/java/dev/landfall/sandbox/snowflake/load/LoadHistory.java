package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.catalog.Storage;
import dev.landfall.sandbox.snowflake.load.Located.Found;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/// Which files were loaded into which table, as rows of the account's database that are written in
/// the transaction that loads them. Rows are only ever added while sessions are at work: the last
/// one of a file counts, and none from before the table was truncated.
///
/// A table's own history counts for 64 days (Snowflake, "COPY INTO table", load metadata).
public final class LoadHistory {
  static final String TABLE = "\"data\".\"loads\"";

  /// How long a table remembers a file.
  static final Duration REMEMBERED = Duration.ofDays(64);

  private static final String TRUNCATED = "TRUNCATED";
  private static final int ROWS_AT_ONCE = 500;

  private final Map<String, Entry> files;
  private final Optional<Instant> first;

  private LoadHistory(Map<String, Entry> files, Optional<Instant> first) {
    this.files = files;
    this.first = first;
  }

  private record Entry(String tag, boolean loaded, Instant at) {}

  /// What happened to a file.
  ///
  /// @param shown as the answer of COPY calls it
  /// @param unique as nothing else in the account is called
  /// @param status as `COPY_HISTORY` has it
  record Loaded(
      Found found,
      String shown,
      String unique,
      String location,
      Tally.Status status,
      long parsed,
      long rows,
      long errors,
      long limit,
      Optional<LoadError> first) {}

  /// @param root without a transaction
  static void create(Connection root) throws SQLException {
    try (var statement = root.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS "
              + TABLE
              + " (\"table\" BIGINT, \"pipe\" BIGINT, \"file\" VARCHAR, \"shown\" VARCHAR,"
              + " \"location\" VARCHAR, \"tag\" VARCHAR, \"size\" BIGINT, \"modified\" TIMESTAMP,"
              + " \"status\" VARCHAR, \"parsed\" BIGINT, \"loaded\" BIGINT, \"errors\" BIGINT,"
              + " \"limit\" BIGINT, \"error\" VARCHAR, \"line\" BIGINT, \"character\" BIGINT,"
              + " \"column\" VARCHAR, \"at\" TIMESTAMP)");
    }
  }

  /// What a table remembers, as the statement's transaction sees it.
  ///
  /// @param pipe 0 for what COPY has loaded
  static LoadHistory read(LoadContext context, long table, long pipe)
      throws SnowflakeException, SQLException {
    return context.query(
        "SELECT \"file\", \"tag\", \"status\", \"at\" FROM "
            + TABLE
            + " WHERE \"table\" = "
            + table
            + " AND \"pipe\" = "
            + pipe
            + " ORDER BY \"at\", rowid",
        TABLE,
        LoadHistory::read);
  }

  /// A pipe's last file.
  public record Last(String file, Instant at) {}

  /// The DuckDB query that [#readLast] reads.
  public static String last(long pipe) {
    return "SELECT \"shown\", \"at\" FROM "
        + TABLE
        + " WHERE \"pipe\" = "
        + pipe
        + " ORDER BY \"at\" DESC, rowid DESC LIMIT 1";
  }

  public static Optional<Last> readLast(ResultSet rows) throws SQLException {
    return rows.next()
        ? Optional.of(
            new Last(
                rows.getString(1),
                rows.getObject(2, LocalDateTime.class).toInstant(ZoneOffset.UTC)))
        : Optional.empty();
  }

  private static LoadHistory read(ResultSet rows) throws SQLException {
    var files = new HashMap<String, Entry>();
    Optional<Instant> first = Optional.empty();
    while (rows.next()) {
      var status = rows.getString(3);
      var at = rows.getObject(4, LocalDateTime.class).toInstant(ZoneOffset.UTC);
      if (status.equals(TRUNCATED)) {
        files.clear();
        first = Optional.empty();
      } else {
        files.put(
            rows.getString(1),
            new Entry(rows.getString(2), !status.equals(Tally.Status.LOAD_FAILED.name()), at));
        first = first.isEmpty() ? Optional.of(at) : first;
      }
    }
    return new LoadHistory(files, first);
  }

  /// Whether a file was loaded, and has not changed since.
  ///
  /// @param uncertain whether a file is taken for new when nobody knows any more
  boolean loaded(String unique, Found found, Instant now, boolean uncertain) {
    var limit = now.minus(REMEMBERED);
    var entry = files.get(unique);
    if (entry != null && !entry.at().isBefore(limit)) {
      return entry.loaded() && entry.tag().equals(found.object().tag());
    }
    boolean forgotten =
        found.object().modified().isBefore(limit)
            && first.filter(at -> at.isBefore(limit)).isPresent();
    return forgotten && !uncertain;
  }

  /// Whether a file of this name was loaded since a moment, changed or not.
  boolean loadedSince(String unique, Instant since) {
    var entry = files.get(unique);
    return entry != null && !entry.at().isBefore(since);
  }

  /// The DuckDB statements that write down what was loaded.
  static List<String> record(long table, long pipe, List<Loaded> files, Instant now) {
    var statements = new java.util.ArrayList<String>();
    for (int from = 0; from < files.size(); from += ROWS_AT_ONCE) {
      var rows = new StringJoiner(", ", "INSERT INTO " + TABLE + " VALUES ", "");
      for (var file : files.subList(from, Math.min(files.size(), from + ROWS_AT_ONCE))) {
        rows.add(row(table, pipe, file, now));
      }
      statements.add(rows.toString());
    }
    return statements;
  }

  private static String row(long table, long pipe, Loaded file, Instant now) {
    var object = file.found().object();
    var row = new StringJoiner(", ", "(", ")");
    row.add(Long.toString(table));
    row.add(Long.toString(pipe));
    row.add(Storage.literal(file.unique()));
    row.add(Storage.literal(file.shown()));
    row.add(Storage.literal(file.location()));
    row.add(Storage.literal(object.tag()));
    row.add(Long.toString(object.size()));
    row.add(timestamp(object.modified()));
    row.add(Storage.literal(file.status().name()));
    row.add(Long.toString(file.parsed()));
    row.add(Long.toString(file.rows()));
    row.add(Long.toString(file.errors()));
    row.add(Long.toString(file.limit()));
    row.add(literal(file.first().map(error -> error.cause().text())));
    row.add(file.first().flatMap(LoadError::place).map(p -> "" + p.line()).orElse("NULL"));
    row.add(file.first().flatMap(LoadError::place).map(p -> "" + p.character()).orElse("NULL"));
    row.add(literal(file.first().flatMap(LoadError::column)));
    row.add(timestamp(now));
    return row.toString();
  }

  /// The DuckDB statement by which a table forgets what was loaded into it.
  public static String truncated(long table, Instant now) {
    return "INSERT INTO "
        + TABLE
        + " (\"table\", \"pipe\", \"status\", \"at\") VALUES ("
        + table
        + ", 0, '"
        + TRUNCATED
        + "', "
        + timestamp(now)
        + ")";
  }

  private static String literal(Optional<String> text) {
    return text.map(Storage::literal).orElse("NULL");
  }

  static String timestamp(Instant instant) {
    return "make_timestamp(" + ChronoUnit.MICROS.between(Instant.EPOCH, instant) + ")";
  }
}
