package dev.landfall.sandbox.snowflake.load.format;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;

/// Parquet files; a file says itself how it is compressed.
///
/// @param snappy whether files are written with Snappy
/// @param binaryAsText whether binary columns without a logical type are text
public record ParquetFormat(boolean snappy, boolean binaryAsText) implements FileFormat {
  static ParquetFormat of(FormatOptions options) throws SnowflakeException {
    var compression = options.word("COMPRESSION", "AUTO");
    boolean snappy =
        switch (compression) {
          case "AUTO", "SNAPPY" -> options.bool("SNAPPY_COMPRESSION", true);
          case "NONE" -> {
            var _ = options.bool("SNAPPY_COMPRESSION", false);
            yield false;
          }
          case "LZO" -> throw Errors.notSupported("COMPRESSION = LZO");
          default -> throw FormatOptions.invalid("COMPRESSION", compression);
        };
    boolean binaryAsText = options.bool("BINARY_AS_TEXT", true);
    options.only("PARQUET", "TRIM_SPACE", "FALSE");
    options.only("PARQUET", "NULL_IF", "");
    options.only("PARQUET", "USE_LOGICAL_TYPE", "TRUE");
    options.only("PARQUET", "REPLACE_INVALID_CHARACTERS", "FALSE");
    // How the file is scanned: the rows are the same.
    var _ = options.bool("USE_VECTORIZED_SCANNER", false);
    options.finish("PARQUET");
    return new ParquetFormat(snappy, binaryAsText);
  }

  @Override
  public String type() {
    return "PARQUET";
  }

  @Override
  public String extension() {
    return snappy ? ".snappy.parquet" : ".parquet";
  }

  @Override
  public TextFormats texts() {
    return new TextFormats("AUTO", "AUTO", "AUTO", "HEX");
  }
}
