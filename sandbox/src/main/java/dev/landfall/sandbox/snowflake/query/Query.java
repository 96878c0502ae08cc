package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import java.util.ArrayList;
import java.util.List;

/// A translated query.
///
/// @param sql a DuckDB SELECT whose columns are named `c1`, `c2` …
record Query(String sql, List<Output> outputs) {
  Query {
    outputs = List.copyOf(outputs);
  }

  /// A column of a query's result.
  record Output(Name name, DataType type, boolean nullable) {}

  /// The columns, when the query stands in FROM under this alias.
  List<Field> fields(String alias) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      var output = outputs.get(i);
      fields.add(new Field(output.name(), column(alias, i)));
    }
    return fields;
  }

  /// A column, when the query stands in FROM under this alias.
  ///
  /// @param index counted from 0
  Typed column(String alias, int index) {
    var output = outputs.get(index);
    return Typed.of(alias + ".c" + (index + 1), output.type(), output.nullable());
  }
}
