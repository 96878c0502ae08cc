package dev.landfall.sandbox.snowflake.show;

import dev.landfall.sandbox.snowflake.model.DataType;
import org.jspecify.annotations.Nullable;

/// A column of a listing, and where its values come from.
///
/// @param <T> what a row is about
record Field<T>(String name, DataType type, ValueOf<T> value) {
  static final DataType TEXT = DataType.Text.MAX;
  static final DataType NUMBER = new DataType.Fixed(38, 0);
  static final DataType TIME = new DataType.Timestamp(DataType.Timestamp.Zone.LTZ, 3);

  /// A value for a row: text, a number, an instant, a boolean, or nothing.
  @FunctionalInterface
  interface ValueOf<T> {
    @Nullable Object of(Viewer viewer, T row);
  }

  static <T> Field<T> text(String name, ValueOf<T> value) {
    return new Field<>(name, TEXT, value);
  }

  static <T> Field<T> number(String name, ValueOf<T> value) {
    return new Field<>(name, NUMBER, value);
  }

  static <T> Field<T> time(String name, ValueOf<T> value) {
    return new Field<>(name, TIME, value);
  }

  static <T> Field<T> bool(String name, ValueOf<T> value) {
    return new Field<>(name, new DataType.Bool(), value);
  }

  /// A text that is the same in every row.
  static <T> Field<T> fixed(String name, String value) {
    return text(name, (viewer, row) -> value);
  }

  /// A text that is never there.
  static <T> Field<T> none(String name) {
    return text(name, (viewer, row) -> null);
  }
}
