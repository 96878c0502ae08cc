package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Relation;
import java.util.ArrayList;
import java.util.List;

/// The table that is loaded, and which of its columns.
///
/// @param id of the table
/// @param columns in the order of a file's fields
/// @param listed whether the statement lists them
record Target(Relation.Table table, long id, List<Chosen> columns, boolean listed) {
  /// @param ordinal of the column in its table, counted from 1
  record Chosen(Relation.Column column, int ordinal) {}

  static Target of(Relation.Table table, long id, List<Name> names) throws SnowflakeException {
    var columns = new ArrayList<Chosen>();
    if (names.isEmpty()) {
      for (int i = 0; i < table.columns().size(); i++) {
        columns.add(new Chosen(table.columns().get(i), i + 1));
      }
    }
    for (var name : names) {
      columns.add(find(table, name));
    }
    return new Target(table, id, List.copyOf(columns), !names.isEmpty());
  }

  private static Chosen find(Relation.Table table, Name name) throws SnowflakeException {
    for (int i = 0; i < table.columns().size(); i++) {
      if (table.columns().get(i).name().equals(name)) {
        return new Chosen(table.columns().get(i), i + 1);
      }
    }
    throw Errors.compilation("000904", "42000", "error: invalid identifier '" + name.sql() + "'");
  }

  /// For each column the position of its name among others; -1 when it is not among them.
  ///
  /// @param ignoringCase whether a name in other cases will do where there is none in the same
  int[] positions(List<String> names, boolean ignoringCase) {
    var positions = new int[columns.size()];
    for (int i = 0; i < positions.length; i++) {
      var name = columns.get(i).column().name().value();
      positions[i] = names.indexOf(name);
      for (int at = 0; ignoringCase && positions[i] < 0 && at < names.size(); at++) {
        if (names.get(at).equalsIgnoreCase(name)) {
          positions[i] = at;
        }
      }
    }
    return positions;
  }

  /// A column as messages show it: `"T"["A":1]`, or `"T"[7]` when the table has none.
  ///
  /// @param field counted from 0
  String shown(int field) {
    var name = "\"" + table.name().value() + "\"[";
    if (field >= columns.size()) {
      return name + (field + 1) + "]";
    }
    var chosen = columns.get(field);
    return name + "\"" + chosen.column().name().value() + "\":" + chosen.ordinal() + "]";
  }
}
