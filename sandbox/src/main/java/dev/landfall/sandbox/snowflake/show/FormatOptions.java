package dev.landfall.sandbox.snowflake.show;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// The options of file formats with Snowflake's defaults (Snowflake, "CREATE FILE FORMAT").
public final class FormatOptions {
  private static final String AUTO = "AUTO";
  private static final String NONE = "NONE";
  private static final String FALSE = "FALSE";
  private static final String TRUE = "TRUE";

  private static final Map<String, List<String>> DEFAULTS =
      Map.of(
          "CSV",
          List.of(
              "RECORD_DELIMITER", "'\n",
              "FIELD_DELIMITER", "',",
              "FILE_EXTENSION", "'",
              "SKIP_HEADER", "0",
              "PARSE_HEADER", FALSE,
              "DATE_FORMAT", AUTO,
              "TIME_FORMAT", AUTO,
              "TIMESTAMP_FORMAT", AUTO,
              "BINARY_FORMAT", "HEX",
              "ESCAPE", NONE,
              "ESCAPE_UNENCLOSED_FIELD", "'\\",
              "TRIM_SPACE", FALSE,
              "FIELD_OPTIONALLY_ENCLOSED_BY", NONE,
              "NULL_IF", "(\\N)",
              "COMPRESSION", AUTO,
              "ERROR_ON_COLUMN_COUNT_MISMATCH", TRUE,
              "VALIDATE_UTF8", TRUE,
              "SKIP_BLANK_LINES", FALSE,
              "REPLACE_INVALID_CHARACTERS", FALSE,
              "EMPTY_FIELD_AS_NULL", TRUE,
              "SKIP_BYTE_ORDER_MARK", TRUE,
              "ENCODING", "UTF8",
              "MULTI_LINE", TRUE),
          "JSON",
          List.of(
              "FILE_EXTENSION", "'",
              "DATE_FORMAT", AUTO,
              "TIME_FORMAT", AUTO,
              "TIMESTAMP_FORMAT", AUTO,
              "BINARY_FORMAT", "HEX",
              "TRIM_SPACE", FALSE,
              "NULL_IF", "()",
              "COMPRESSION", AUTO,
              "ENABLE_OCTAL", FALSE,
              "ALLOW_DUPLICATE", FALSE,
              "STRIP_OUTER_ARRAY", FALSE,
              "STRIP_NULL_VALUES", FALSE,
              "IGNORE_UTF8_ERRORS", FALSE,
              "REPLACE_INVALID_CHARACTERS", FALSE,
              "SKIP_BYTE_ORDER_MARK", TRUE,
              "MULTI_LINE", TRUE),
          "PARQUET",
          List.of(
              "TRIM_SPACE", FALSE,
              "NULL_IF", "()",
              "COMPRESSION", AUTO,
              "BINARY_AS_TEXT", TRUE,
              "REPLACE_INVALID_CHARACTERS", FALSE,
              "USE_LOGICAL_TYPE", FALSE,
              "USE_VECTORIZED_SCANNER", FALSE),
          "AVRO",
          List.of(
              "TRIM_SPACE", FALSE,
              "NULL_IF", "()",
              "COMPRESSION", AUTO,
              "REPLACE_INVALID_CHARACTERS", FALSE),
          "ORC",
          List.of("TRIM_SPACE", FALSE, "NULL_IF", "()", "REPLACE_INVALID_CHARACTERS", FALSE),
          "XML",
          List.of(
              "COMPRESSION", AUTO,
              "IGNORE_UTF8_ERRORS", FALSE,
              "PRESERVE_SPACE", FALSE,
              "STRIP_OUTER_ELEMENT", FALSE,
              "DISABLE_AUTO_CONVERT", FALSE,
              "REPLACE_INVALID_CHARACTERS", FALSE,
              "SKIP_BYTE_ORDER_MARK", TRUE));

  private FormatOptions() {}

  /// The defaults of a type of file.
  ///
  /// @param type such as `CSV`
  public static SequencedMap<String, Value> defaults(String type) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    var pairs = DEFAULTS.getOrDefault(type, List.of());
    for (int i = 0; i < pairs.size(); i += 2) {
      values.put(pairs.get(i), value(pairs.get(i + 1)));
    }
    return values;
  }

  private static Value value(String text) {
    if (text.startsWith("(")) {
      var inner = text.substring(1, text.length() - 1);
      return new Value.Many(inner.isEmpty() ? List.of() : List.of(new Value.Text(inner)));
    }
    return text.startsWith("'") ? new Value.Text(text.substring(1)) : new Value.Word(text);
  }

  /// All options of a file format: those it sets, and the defaults.
  public static SequencedMap<String, Value> all(Body.FileFormat format) {
    var values = defaults(format.type());
    values.putAll(format.options());
    return values;
  }

  /// As SHOW FILE FORMATS has them.
  static String json(Body.FileFormat format) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    values.put("TYPE", new Value.Word(format.type()));
    values.putAll(all(format));
    return values.entrySet().stream()
        .map(entry -> quoted(entry.getKey()) + ":" + json(entry.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String json(Value value) {
    return switch (value) {
      case Value.Text(var text) -> quoted(text);
      case Value.Word(var word) ->
          word.equals(TRUE) || word.equals(FALSE)
              ? word.toLowerCase(java.util.Locale.ROOT)
              : word.matches("[0-9]+") ? word : quoted(word);
      case Value.Many(var values) ->
          values.stream().map(FormatOptions::json).collect(Collectors.joining(",", "[", "]"));
    };
  }

  static String quoted(String text) {
    return "\""
        + text.replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t")
        + "\"";
  }
}
