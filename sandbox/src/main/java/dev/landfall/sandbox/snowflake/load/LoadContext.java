package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.function.Ambient;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Binds;
import dev.landfall.sandbox.snowflake.query.Compiled;
import dev.landfall.sandbox.snowflake.query.Relations;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What loading needs of the statement it is done for. For one statement and one thread.
public interface LoadContext {
  /// The catalogue, as the role sees it.
  Access access();

  /// The catalogue, as the statement's queries see it. What the statement reads and changes is
  /// asked from it.
  Relations relations();

  Ambient ambient();

  Binds binds();

  /// The account's files.
  FileArea files();

  /// Runs a DuckDB query where the statement's transaction sees what it has changed.
  ///
  /// @param table the DuckDB table that is read
  <T> T query(String sql, String table, Reader<T> reader) throws SnowflakeException, SQLException;

  /// Refuses a query that has been compiled when to run it changes something.
  void requireReadOnly() throws SnowflakeException;

  /// Runs a compiled query where the statement's transaction sees what it has changed.
  <T> T rows(Compiled compiled, Reader<T> reader) throws SnowflakeException, SQLException;

  /// Writes the rows of a DuckDB query into a file with DuckDB's COPY, as the transaction sees
  /// them.
  ///
  /// @param options of DuckDB's COPY, such as `FORMAT parquet`
  void export(String select, Path file, String options) throws SnowflakeException, SQLException;

  /// Rows of a query as the protocol writes them.
  ///
  /// @param sql a query with the columns `c1`, `c2` …
  List<List<@Nullable String>> cells(String sql, List<ResultColumn> columns)
      throws SnowflakeException, SQLException;

  /// A file for rows that an open transaction may have to insert once more; the transaction deletes
  /// it. Empty when the statement is a transaction of its own.
  Optional<Path> replayed();

  /// What is made of a query's rows.
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  /// Whether to go on.
  ///
  /// @throws SnowflakeException when the statement was cancelled
  void check() throws SnowflakeException;
}
