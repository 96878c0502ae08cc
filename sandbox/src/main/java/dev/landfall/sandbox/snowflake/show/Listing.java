package dev.landfall.sandbox.snowflake.show;

import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows of fields.
final class Listing {
  private Listing() {}

  /// A result of these rows.
  static <T> Result of(
      StatementKind kind, Viewer viewer, List<Field<T>> fields, List<? extends T> rows) {
    var cells = new ArrayList<List<@Nullable String>>();
    for (var row : rows) {
      var line = new ArrayList<@Nullable String>();
      for (var field : fields) {
        line.add(cell(field.value().of(viewer, row)));
      }
      cells.add(line);
    }
    return new Result(
        kind,
        fields.stream().map(field -> new ResultColumn(field.name(), field.type(), true)).toList(),
        cells);
  }

  /// A value as the protocol writes it.
  static @Nullable String cell(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Boolean bool -> bool ? "1" : "0";
      // Creation times are known to the millisecond.
      case Instant instant ->
          BigDecimal.valueOf(instant.toEpochMilli(), 3).setScale(9).toPlainString();
      default -> value.toString();
    };
  }
}
