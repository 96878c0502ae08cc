package dev.landfall.sandbox.snowflake.load.format;

import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What a file holds and how, with all of its options. Immutable.
public sealed interface FileFormat permits CsvFormat, JsonFormat, ParquetFormat {
  /// @param options `TYPE`, which is CSV when it is not there, and what goes with it; values as the
  ///   catalogue keeps them
  /// @throws SnowflakeException for a type, an option or a value that Snowflake does not have, or
  ///   that the sandbox does not honour
  static FileFormat of(Map<String, Value> options) throws SnowflakeException {
    var rest = new LinkedHashMap<>(options);
    var type = rest.remove("TYPE");
    return of(type == null ? "CSV" : type.plain(), rest);
  }

  /// @param options without `TYPE`
  static FileFormat of(String type, Map<String, Value> options) throws SnowflakeException {
    var rest = new FormatOptions(options);
    return switch (type.toUpperCase(Locale.ROOT)) {
      case "CSV" -> CsvFormat.of(rest);
      case "JSON" -> JsonFormat.of(rest);
      case "PARQUET" -> ParquetFormat.of(rest);
      case "AVRO", "ORC", "XML", "CUSTOM" ->
          throw Errors.notSupported("FILE_FORMAT TYPE = " + type.toUpperCase(Locale.ROOT));
      default -> throw FormatOptions.invalid("TYPE", type);
    };
  }

  /// As SQL writes it, such as `PARQUET`.
  String type();

  /// The extension of files that are written, with the dot: `.csv.gz`.
  String extension();

  /// How dates and times are written in the files.
  TextFormats texts();

  /// @param date a format model, or `AUTO`
  /// @param time a format model, or `AUTO`
  /// @param timestamp a format model, or `AUTO`
  /// @param binary `HEX`, `BASE64` or `UTF-8`
  record TextFormats(String date, String time, String timestamp, String binary) {
    static TextFormats of(FormatOptions options) throws SnowflakeException {
      var binary = options.word("BINARY_FORMAT", "HEX");
      if (binary.equals("UTF8")) {
        binary = "UTF-8";
      }
      if (!binary.equals("HEX") && !binary.equals("BASE64") && !binary.equals("UTF-8")) {
        throw FormatOptions.invalid("BINARY_FORMAT", binary);
      }
      return new TextFormats(
          options.text("DATE_FORMAT", "AUTO"),
          options.text("TIME_FORMAT", "AUTO"),
          options.text("TIMESTAMP_FORMAT", "AUTO"),
          binary);
    }
  }
}
