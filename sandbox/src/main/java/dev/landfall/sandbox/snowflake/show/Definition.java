package dev.landfall.sandbox.snowflake.show;

import dev.landfall.sandbox.snowflake.catalog.Storage;
import dev.landfall.sandbox.snowflake.function.Physical;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.query.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A view of INFORMATION_SCHEMA or ACCOUNT_USAGE: its columns and its rows.
record Definition<T>(List<Field<T>> fields, RowsOf<T> rows) {
  /// What the rows are about.
  @FunctionalInterface
  interface RowsOf<T> {
    List<T> of(Viewer viewer, Scope scope);
  }

  /// The number of rows of a table, counted when the view is read.
  ///
  /// @param physical the DuckDB table, quoted and qualified
  record RowCount(String physical) {
    @Override
    public String toString() {
      return physical;
    }
  }

  /// What a sequence gives next, looked up when the view is read.
  ///
  /// @param physical the DuckDB sequence, quoted and qualified
  record NextValue(String physical) {
    /// A name without quotes, as DuckDB's own views have it.
    @Override
    public String toString() {
      return physical.replace("\"", "");
    }
  }

  /// The view as a query reads it. The rows go into the query's text as JSON, which DuckDB reads
  /// faster than a list of values.
  Relation.Computed relation(Viewer viewer, Scope scope) {
    List<List<@Nullable Object>> lines = new ArrayList<>();
    for (var row : rows.of(viewer, scope)) {
      List<@Nullable Object> line = new ArrayList<>();
      fields.forEach(field -> line.add(field.value().of(viewer, row)));
      lines.add(line);
    }
    var counted =
        lines.stream()
            .flatMap(List::stream)
            .filter(RowCount.class::isInstance)
            .map(RowCount.class::cast)
            .toList();
    var columns = new ArrayList<Relation.Column>();
    var selected = new ArrayList<String>();
    for (int i = 0; i < fields.size(); i++) {
      var field = fields.get(i);
      var physical = "\"c" + (i + 1) + "\"";
      columns.add(Relation.Column.of(new Name(field.name()), field.type(), true, physical));
      selected.add(selected(lines, i, !counted.isEmpty()) + " AS " + physical);
    }
    return new Relation.Computed(
        "SELECT "
            + String.join(", ", selected)
            + " FROM (SELECT unnest(from_json("
            + Storage.literal(
                lines.stream().map(Definition::json).collect(Collectors.joining(",", "[", "]")))
            + ", '[[\"VARCHAR\"]]')) AS \"row\") AS \"lines\""
            + (counted.isEmpty() ? "" : counts(lines, counted)),
        columns);
  }

  private String selected(List<List<@Nullable Object>> lines, int index, boolean counted) {
    var type = fields.get(index).type();
    if (counted && isCount(lines, index)) {
      return "\"counts\".\"rows\"";
    }
    var value = "\"row\"[" + (index + 1) + "]";
    if (lines.stream().anyMatch(line -> line.get(index) instanceof NextValue)) {
      return "(SELECT CAST(coalesce(last_value + increment_by, start_value) AS VARCHAR) FROM"
          + " duckdb_sequences() WHERE database_name = current_database() AND"
          + " schema_name || '.' || sequence_name = "
          + value
          + ")";
    }
    return type.equals(Field.TEXT) ? value : "CAST(" + value + " AS " + Physical.type(type) + ")";
  }

  private static boolean isCount(List<List<@Nullable Object>> lines, int index) {
    return lines.stream().anyMatch(line -> line.get(index) instanceof RowCount);
  }

  /// A join with the numbers of rows.
  private String counts(List<List<@Nullable Object>> lines, List<RowCount> counted) {
    int index = 0;
    while (!isCount(lines, index)) {
      index++;
    }
    return " LEFT JOIN ("
        + counted.stream()
            .map(count ->
                "SELECT "
                    + Storage.literal(count.physical())
                    + " AS \"table\", CAST(count(*) AS "
                    + Physical.type(Field.NUMBER)
                    + ") AS \"rows\" FROM "
                    + count.physical())
            .collect(Collectors.joining(" UNION ALL "))
        + ") AS \"counts\" ON \"counts\".\"table\" = \"row\"["
        + (index + 1)
        + "]";
  }

  private static String json(List<@Nullable Object> line) {
    return line.stream().map(Definition::json).collect(Collectors.joining(",", "[", "]"));
  }

  private static String json(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    var text = new StringBuilder("\"");
    var plain = value.toString();
    for (int i = 0; i < plain.length(); i++) {
      char each = plain.charAt(i);
      switch (each) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (each < ' ') {
            text.append(String.format("\\u%04x", (int) each));
          } else {
            text.append(each);
          }
        }
      }
    }
    return text.append('"').toString();
  }
}
