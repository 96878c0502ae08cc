package dev.landfall.sandbox.snowflake.script;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.Result;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a name in a script stands for.
sealed interface Variable {
  /// @param cell as results write it
  record Value(DataType type, @Nullable String cell) implements Variable {
    static Value text(String text) {
      return new Value(DataType.Text.MAX, text);
    }

    static Value number(long number) {
      return new Value(DataType.Fixed.INTEGER, Long.toString(number));
    }

    static Value bool(boolean value) {
      return new Value(new DataType.Bool(), value ? "1" : "0");
    }
  }

  /// Rows that were fetched by a query.
  ///
  /// @param rows empty until the result set is assigned
  record Rows(Optional<Result> rows) implements Variable {}

  /// Rows that are read one by one.
  final class Cursor implements Variable {
    private final Source source;
    private Optional<Result> open = Optional.empty();
    private int next;

    Cursor(Source source) {
      this.source = source;
    }

    Source source() {
      return source;
    }

    void open(Result rows) {
      open = Optional.of(rows);
      next = 0;
    }

    void close() {
      open = Optional.empty();
    }

    Optional<Result> rows() {
      return open;
    }

    /// The next row; nothing behind the last.
    Optional<List<? extends @Nullable Object>> fetch() {
      return open.filter(result -> next < result.rows().size())
          .map(result -> result.rows().get(next++));
    }
  }

  /// Where a cursor's rows come from.
  sealed interface Source {
    record Query(String text) implements Source {}

    record ResultSet(Result rows) implements Source {}
  }

  /// An exception a block declares.
  record UserException(Name name, int number, String message) implements Variable {}

  /// The row a loop is at: its columns by name.
  record Row(Result rows, int index) implements Variable {
    Optional<Value> column(Name name) {
      for (var i = 0; i < rows.columns().size(); i++) {
        if (rows.columns().get(i).name().equals(name.value())) {
          return Optional.of(
              new Value(rows.columns().get(i).type(), rows.rows().get(index).get(i)));
        }
      }
      return Optional.empty();
    }
  }
}
