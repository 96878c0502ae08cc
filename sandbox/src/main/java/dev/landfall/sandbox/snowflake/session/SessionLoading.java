package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.function.Ambient;
import dev.landfall.sandbox.snowflake.load.DirectoryTable;
import dev.landfall.sandbox.snowflake.load.FileArea;
import dev.landfall.sandbox.snowflake.load.LoadContext;
import dev.landfall.sandbox.snowflake.load.StageRows;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Binds;
import dev.landfall.sandbox.snowflake.query.Compiled;
import dev.landfall.sandbox.snowflake.query.Relation;
import dev.landfall.sandbox.snowflake.query.Relations;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A session as one of its statements loads and unloads.
record SessionLoading(
    Session session,
    Query query,
    Parameters parameters,
    Reading reading,
    Ambient ambient,
    Binds binds)
    implements LoadContext {
  @Override
  public Access access() {
    return reading.access();
  }

  @Override
  public Relations relations() {
    return reading;
  }

  @Override
  public FileArea files() {
    return session.account().files();
  }

  @Override
  public <T> T query(String sql, String table, Reader<T> reader)
      throws SnowflakeException, SQLException {
    return session.work().query(sql, Set.of(table), query, reader::read);
  }

  @Override
  public void requireReadOnly() throws SnowflakeException {
    if (!reading.after().isEmpty()) {
      throw Errors.notSupported("COPY INTO a location from a stream");
    }
  }

  @Override
  public <T> T rows(Compiled compiled, Reader<T> reader) throws SnowflakeException, SQLException {
    return session
        .work()
        .query(compiled.sql(), PhysicalTables.in(compiled.sql()), query, reader::read);
  }

  @Override
  public void export(String select, Path file, String options)
      throws SnowflakeException, SQLException {
    session
        .work()
        .run(
            "COPY (" + select + ") TO " + WireValues.quoted(file.toString()) + " (" + options + ")",
            PhysicalTables.in(select),
            query);
  }

  @Override
  public List<List<@Nullable String>> cells(String sql, List<ResultColumn> columns)
      throws SnowflakeException, SQLException {
    return session
        .work()
        .query(
            Cells.readable(sql, columns),
            PhysicalTables.in(sql),
            query,
            rows -> new Cells(parameters).read(rows, columns, 0));
  }

  /// The records of a stage's files, or its directory table, until the statement has ended.
  ///
  /// @param text of the query that reads them
  /// @param seen the account as that query sees it
  Relation stage(Relations.StageFiles files, String text, Access seen) throws SnowflakeException {
    if (files.directory()) {
      return DirectoryTable.of(files, seen, this).relation(ambient);
    }
    try {
      var rows = StageRows.read(files, text, seen, this);
      query.keep(rows);
      return rows.relation();
    } catch (SQLException e) {
      throw query.cancellation().reason().orElseGet(() -> DuckErrors.translate(e));
    }
  }

  @Override
  public Optional<Path> replayed() {
    return session.work().transaction().map(open -> open.carried().file());
  }

  @Override
  public void check() throws SnowflakeException {
    query.cancellation().check();
  }
}
