package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Column;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Binds;
import dev.landfall.sandbox.snowflake.query.QueryCompiler;
import dev.landfall.sandbox.snowflake.sql.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// CLUSTER BY: checked, and recorded.
final class Clustering {
  private Clustering() {}

  /// The expressions as text.
  ///
  /// @throws SnowflakeException when one does not compile over the columns, or is of a type that
  ///   cannot be ordered
  static List<String> check(Operation operation, List<Column> columns, List<Span> expressions)
      throws SnowflakeException {
    var names = names(columns);
    for (var expression : expressions) {
      var typed =
          QueryCompiler.expression(
              expression.text(), names, operation.relations(), operation.ambient(), Binds.NONE);
      if (typed.type() instanceof DataType.Variant
          || typed.type() instanceof DataType.Obj
          || typed.type() instanceof DataType.Array) {
        throw Errors.compilation(
            "002014", "22000", "Unsupported type '" + typed.type().sql() + "' for clustering keys");
      }
    }
    return expressions.stream().map(Span::text).toList();
  }

  /// The columns as names of an expression.
  static Map<Name, Typed> names(List<Column> columns) {
    var names = new HashMap<Name, Typed>();
    for (var column : columns) {
      names.put(column.name(), Typed.of(column.physical(), column.type(), column.nullable()));
    }
    return names;
  }
}
