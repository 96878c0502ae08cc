package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.ddl.Ddl;
import dev.landfall.sandbox.snowflake.function.Ambient;
import dev.landfall.sandbox.snowflake.load.FileCopy;
import dev.landfall.sandbox.snowflake.load.Ingest;
import dev.landfall.sandbox.snowflake.load.StageCommands;
import dev.landfall.sandbox.snowflake.load.TableCopy;
import dev.landfall.sandbox.snowflake.load.Unload;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.query.Binds;
import dev.landfall.sandbox.snowflake.query.Dml;
import dev.landfall.sandbox.snowflake.session.StatementRunner.Ran;
import dev.landfall.sandbox.snowflake.sql.FileStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Runs COPY, PUT, GET, LIST and REMOVE in a session.
final class FileRunner {
  private final Session session;
  private final Query query;
  private final Parameters parameters;
  private final Ambient ambient;
  private final Binds binds;

  FileRunner(Session session, Query query, Parameters parameters, Ambient ambient, Binds binds) {
    this.session = session;
    this.query = query;
    this.parameters = parameters;
    this.ambient = ambient;
    this.binds = binds;
  }

  /// @param scripted whether a script sends the statement
  Ran run(FileStatement statement, boolean describeOnly, boolean scripted)
      throws SnowflakeException, SQLException {
    if (scripted && statement instanceof FileStatement.Put) {
      throw unsupported("PUT_FILES");
    }
    if (scripted && statement instanceof FileStatement.Get) {
      throw unsupported("GET_FILES");
    }
    return switch (statement) {
      case FileStatement.CopyIntoTable copy ->
          Ran.of(describeOnly ? described() : copy(copy, Ingest.COPY));
      case FileStatement.CopyIntoLocation copy -> Ran.of(unload(copy, describeOnly));
      case FileStatement.CopyFiles copy -> Ran.of(FileCopy.run(copy, loading(), describeOnly));
      case FileStatement.Put put -> Ran.of(new StageCommands(loading()).put(put));
      case FileStatement.Get get -> Ran.of(new StageCommands(loading()).get(get));
      case FileStatement.ListFiles list -> Ran.of(new StageCommands(loading()).list(list));
      case FileStatement.RemoveFiles remove ->
          Ran.of(new StageCommands(loading()).remove(remove, describeOnly));
    };
  }

  /// What only a client can send by itself.
  static SnowflakeException unsupported(String type) {
    return new SnowflakeException("000002", "0A000", "Unsupported feature '" + type + "'.");
  }

  private static Result described() {
    return Result.status(StatementKind.COPY, "");
  }

  private SessionLoading loading() {
    return new SessionLoading(session, query, parameters, new Reading(session), ambient, binds);
  }

  private Result unload(FileStatement.CopyIntoLocation statement, boolean describeOnly)
      throws SnowflakeException, SQLException {
    return Unload.run(statement, loading(), describeOnly);
  }

  /// COPY INTO a table. Two of them into the same table wait for each other: the second one has to
  /// know what the first has loaded.
  Result copy(FileStatement.CopyIntoTable statement, Ingest ingest)
      throws SnowflakeException, SQLException {
    var table = new Reading(session).target(statement.table(), "INSERT");
    try (var latest = new Latest()) {
      var _ =
          session
              .work()
              .dml(
                  Optional.of(
                      new Ddl.Locked("COPY INTO " + table.physical(), table.name().value())),
                  () -> {
                    var loading = loading();
                    var copy = TableCopy.prepare(statement, ingest, loading);
                    latest.set(copy);
                    return prepared(copy, loading.reading());
                  },
                  query,
                  Duration.ofSeconds(parameters.number("LOCK_TIMEOUT")),
                  parameters.flag("AUTOCOMMIT"));
      var copy = latest.get();
      var open = session.work().transaction();
      if (open.isPresent()) {
        var transaction = open.get();
        transaction.afterCommit().add(new Transaction.After(transaction.log().size(), copy::purge));
      } else {
        copy.purge();
      }
      return copy.result();
    }
  }

  private static Prepared prepared(TableCopy copy, Reading reading) throws SnowflakeException {
    var dml = copy.insert().orElseGet(() -> new Dml(StatementKind.COPY, List.of(), List.of(), 0));
    boolean inserts = copy.insert().isPresent();
    var after = new java.util.ArrayList<>(inserts ? reading.after() : List.<String>of());
    after.addAll(copy.history());
    return Prepared.of(
        dml,
        inserts ? reading.before() : List.of(),
        after,
        reading.reads(),
        inserts ? Optional.of(copy.target().physical()) : Optional.empty(),
        copy.target().name().value());
  }

  /// The COPY that was prepared last: it is prepared anew when DuckDB has given its transaction up.
  private static final class Latest implements AutoCloseable {
    private Optional<TableCopy> copy = Optional.empty();

    void set(TableCopy prepared) throws SQLException {
      close();
      copy = Optional.of(prepared);
    }

    TableCopy get() {
      return copy.orElseThrow();
    }

    @Override
    public void close() throws SQLException {
      if (copy.isPresent()) {
        copy.get().close();
        copy = Optional.empty();
      }
    }
  }
}
