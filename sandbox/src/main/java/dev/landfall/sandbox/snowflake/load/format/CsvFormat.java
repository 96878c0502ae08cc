package dev.landfall.sandbox.snowflake.load.format;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;

/// Delimited text.
///
/// @param recordDelimiter empty when the whole file is one record; `\n` stands for `\r\n` as well
/// @param fieldDelimiter empty when a record is one field
/// @param fileExtension of files that are written
/// @param skipHeader how many lines
/// @param escape for enclosed fields and others
/// @param escapeUnenclosed for fields that are not enclosed, unless there is an `escape`
/// @param nullIf texts that stand for NULL; the first one is written
/// @param columnCount ERROR_ON_COLUMN_COUNT_MISMATCH
public record CsvFormat(
    Compression compression,
    Optional<String> recordDelimiter,
    Optional<String> fieldDelimiter,
    boolean multiLine,
    Optional<String> fileExtension,
    boolean parseHeader,
    int skipHeader,
    boolean skipBlankLines,
    TextFormats texts,
    Optional<Byte> escape,
    Optional<Byte> escapeUnenclosed,
    boolean trimSpace,
    Optional<Byte> enclosedBy,
    List<String> nullIf,
    boolean columnCount,
    boolean replaceInvalidCharacters,
    boolean emptyFieldAsNull,
    boolean skipByteOrderMark,
    Charset encoding)
    implements FileFormat {
  private static final int LONGEST_DELIMITER = 20;

  public CsvFormat {
    nullIf = List.copyOf(nullIf);
  }

  static CsvFormat of(FormatOptions options) throws SnowflakeException {
    var format =
        new CsvFormat(
            Compression.of(options.word("COMPRESSION", "AUTO")),
            delimiter("RECORD_DELIMITER", options, "\n"),
            delimiter("FIELD_DELIMITER", options, ","),
            options.bool("MULTI_LINE", true),
            options.textOrNone("FILE_EXTENSION", Optional.empty()),
            options.bool("PARSE_HEADER", false),
            options.count("SKIP_HEADER", 0),
            options.bool("SKIP_BLANK_LINES", false),
            TextFormats.of(options),
            single("ESCAPE", options, Optional.empty()),
            single("ESCAPE_UNENCLOSED_FIELD", options, Optional.of("\\")),
            options.bool("TRIM_SPACE", false),
            single("FIELD_OPTIONALLY_ENCLOSED_BY", options, Optional.empty()),
            options.texts("NULL_IF", List.of("\\N")),
            options.bool("ERROR_ON_COLUMN_COUNT_MISMATCH", true),
            options.bool("REPLACE_INVALID_CHARACTERS", false),
            options.bool("EMPTY_FIELD_AS_NULL", true),
            options.bool("SKIP_BYTE_ORDER_MARK", true),
            Encodings.of(options.text("ENCODING", "UTF8")));
    options.only("CSV", "VALIDATE_UTF8", "TRUE");
    options.finish("CSV");
    format.check();
    return format;
  }

  private static Optional<String> delimiter(String name, FormatOptions options, String fallback)
      throws SnowflakeException {
    var written = options.textOrNone(name, Optional.of(fallback));
    var read = written.map(Delimiters::read);
    if (read.isPresent() && (read.get().isEmpty() || read.get().length() > LONGEST_DELIMITER)) {
      throw FormatOptions.invalid(name, "'" + written.orElse("") + "'");
    }
    return read;
  }

  /// A single-byte character.
  private static Optional<Byte> single(
      String name, FormatOptions options, Optional<String> fallback) throws SnowflakeException {
    var written = options.textOrNone(name, fallback);
    if (written.isEmpty()) {
      return Optional.empty();
    }
    var read = Delimiters.read(written.get());
    if (read.length() != 1 || read.charAt(0) > 127) {
      throw FormatOptions.invalid(name, "'" + written.get() + "'");
    }
    return Optional.of((byte) read.charAt(0));
  }

  private void check() throws SnowflakeException {
    if (enclosedBy.isPresent() && enclosedBy.get() != '"' && enclosedBy.get() != '\'') {
      throw FormatOptions.invalid(
          "FIELD_OPTIONALLY_ENCLOSED_BY", "'" + (char) enclosedBy.get().byteValue() + "'");
    }
    if (recordDelimiter.isPresent()
        && fieldDelimiter.isPresent()
        && (recordDelimiter.get().contains(fieldDelimiter.get())
            || fieldDelimiter.get().contains(recordDelimiter.get()))) {
      throw FormatOptions.invalid("FIELD_DELIMITER", "'" + fieldDelimiter.get() + "'");
    }
    if (parseHeader && skipHeader > 0) {
      throw new SnowflakeException(
          "001420",
          "22023",
          "SQL compilation error:\nSKIP_HEADER cannot be used with PARSE_HEADER = TRUE.");
    }
  }

  /// The escape that counts in fields that are not enclosed.
  Optional<Byte> unenclosedEscape() {
    return escape.isPresent() ? escape : escapeUnenclosed;
  }

  @Override
  public String type() {
    return "CSV";
  }

  @Override
  public String extension() {
    return fileExtension
        .map(extension -> extension.startsWith(".") ? extension : "." + extension)
        .orElseGet(() -> ".csv" + compression.suffix());
  }
}
