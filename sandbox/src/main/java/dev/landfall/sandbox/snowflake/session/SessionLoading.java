package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.function.Ambient;
import dev.landfall.sandbox.snowflake.load.FileArea;
import dev.landfall.sandbox.snowflake.load.LoadContext;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Binds;
import dev.landfall.sandbox.snowflake.query.Relations;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
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
    return session.work().query(sql, table, query, reader::read);
  }

  @Override
  public List<List<@Nullable String>> cells(String sql, List<ResultColumn> columns)
      throws SnowflakeException, SQLException {
    return Duck.query(
        session.work().reader(),
        Cells.readable(sql, columns),
        query.cancellation(),
        rows -> new Cells(parameters).read(rows, columns, 0));
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
