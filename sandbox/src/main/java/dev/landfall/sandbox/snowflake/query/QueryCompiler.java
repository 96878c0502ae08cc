package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Ambient;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Map;

/// Turns Snowflake's queries and DML into DuckDB's. Holds no state: threads may share it.
///
/// Every method throws a [SnowflakeException] for what Snowflake would refuse when it compiles the
/// statement, and for what the sandbox does not honour.
public final class QueryCompiler {
  private QueryCompiler() {}

  /// A query: SELECT, WITH, VALUES or a set operation.
  public static Compiled select(String text, Relations relations, Ambient ambient, Binds binds)
      throws SnowflakeException {
    return guarded(() -> {
      var translation =
          new Translation(text, relations, ambient, List.of(binds), Map.of(), new Shared());
      var query = translation.selects().whole();
      return new Compiled(
          query.sql(),
          query.outputs().stream().map(QueryCompiler::column).toList(),
          translation.text().binds(),
          translation.text().into());
    });
  }

  private static ResultColumn column(Query.Output output) {
    return new ResultColumn(output.name().value(), output.type(), output.nullable());
  }

  private interface Work<T> {
    T done() throws SnowflakeException;
  }

  /// What is nested deeper than the stack allows is refused like everything else.
  private static <T> T guarded(Work<T> work) throws SnowflakeException {
    try {
      return work.done();
    } catch (StackOverflowError e) {
      throw Errors.notSupported("a statement that nests this deep");
    }
  }

  /// INSERT, UPDATE, DELETE or MERGE.
  public static Dml dml(String text, Relations relations, Ambient ambient, Binds binds)
      throws SnowflakeException {
    return dml(text, relations, ambient, List.of(binds));
  }

  /// An INSERT … VALUES that is run once for each of the given sets of binds, as one statement.
  public static Dml dml(String text, Relations relations, Ambient ambient, List<Binds> rows)
      throws SnowflakeException {
    return guarded(() ->
        new Dmls(new Translation(text, relations, ambient, rows, Map.of(), new Shared())).dml());
  }

  /// An expression, such as a default, a task's condition or an argument of CALL.
  ///
  /// @param names what names without a qualifier stand for, such as the columns or variables that
  ///   the expression may use
  /// @return the expression, ready to follow a DuckDB `SELECT`
  public static Typed expression(
      String text, Map<Name, Typed> names, Relations relations, Ambient ambient, Binds binds)
      throws SnowflakeException {
    return guarded(() ->
        new Translation(text, relations, ambient, List.of(binds), names, new Shared())
            .selects()
            .value());
  }
}
