package dev.landfall.sandbox.snowflake.function;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The arguments of a [Kernel] in one row. Valid during one call only.
final class Arguments {
  private final @Nullable Object[] values;

  Arguments(@Nullable Object[] values) {
    this.values = values;
  }

  int size() {
    return values.length;
  }

  boolean isNull(int index) {
    return values[index] == null;
  }

  String text(int index) {
    return (String) value(index);
  }

  /// Text, or null for NULL.
  @Nullable String textOrNull(int index) {
    return (String) values[index];
  }

  /// An exact number that came as text.
  BigDecimal decimal(int index) {
    return new BigDecimal(text(index));
  }

  long number(int index) {
    return (Long) value(index);
  }

  int integer(int index) {
    return Math.clamp(number(index), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  double real(int index) {
    return (Double) value(index);
  }

  boolean bool(int index) {
    return (Boolean) value(index);
  }

  LocalDate date(int index) {
    return (LocalDate) value(index);
  }

  private Object value(int index) {
    return Objects.requireNonNull(values[index]);
  }
}
