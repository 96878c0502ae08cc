package dev.landfall.sandbox.snowflake.load.format;

import org.jspecify.annotations.Nullable;

/// Writes records of a CSV file (Snowflake, "CREATE FILE FORMAT", TYPE = CSV, data unloading).
public final class CsvWriter {
  private CsvWriter() {}

  /// Appends one record with its delimiter.
  ///
  /// @param values null for NULL
  /// @param enclosed which of them FIELD_OPTIONALLY_ENCLOSED_BY encloses
  public static void write(
      CsvFormat format, @Nullable String[] values, boolean[] enclosed, StringBuilder out) {
    var field = format.fieldDelimiter().orElseThrow();
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        out.append(field);
      }
      var value = values[i];
      if (value == null) {
        out.append(format.nullIf().isEmpty() ? "" : format.nullIf().getFirst());
      } else if (format.enclosedBy().isPresent() && enclosed[i]) {
        enclosed(format, value, (char) format.enclosedBy().get().byteValue(), out);
      } else {
        plain(format, value, out);
      }
    }
    out.append(format.recordDelimiter().orElseThrow());
  }

  private static void enclosed(CsvFormat format, String value, char quote, StringBuilder out) {
    int escape = format.escape().map(b -> (int) b).orElse(-1);
    out.append(quote);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == quote) {
        out.append(escape < 0 ? quote : (char) escape);
      } else if (c == escape) {
        out.append((char) escape);
      }
      out.append(c);
    }
    out.append(quote);
  }

  /// The escape stands before delimiters and before itself.
  private static void plain(CsvFormat format, String value, StringBuilder out) {
    var escape = format.unenclosedEscape();
    if (escape.isEmpty()) {
      out.append(value);
      return;
    }
    char mark = (char) escape.get().byteValue();
    var field = format.fieldDelimiter().orElseThrow();
    var record = format.recordDelimiter().orElseThrow();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == mark || c == '\r' || value.startsWith(field, i) || value.startsWith(record, i)) {
        out.append(mark);
      }
      out.append(c);
    }
  }
}
