package dev.landfall.sandbox.snowflake.load.format;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.Optional;

/// JSON documents, with white space between them.
///
/// @param fileExtension of files that are written
/// @param enableOctal whether a number that begins with 0 is octal
/// @param allowDuplicate whether a key may stand twice; then the last one counts
/// @param stripOuterArray whether the elements of an array are the documents
/// @param stripNullValues whether members and elements that are null are left out
/// @param replaceInvalidCharacters whether bytes that are not UTF-8 become `�`
public record JsonFormat(
    Compression compression,
    TextFormats texts,
    Optional<String> fileExtension,
    boolean enableOctal,
    boolean allowDuplicate,
    boolean stripOuterArray,
    boolean stripNullValues,
    boolean replaceInvalidCharacters,
    boolean skipByteOrderMark)
    implements FileFormat {

  static JsonFormat of(FormatOptions options) throws SnowflakeException {
    boolean ignore = options.bool("IGNORE_UTF8_ERRORS", false);
    boolean replace = options.bool("REPLACE_INVALID_CHARACTERS", ignore);
    var format =
        new JsonFormat(
            Compression.of(options.word("COMPRESSION", "AUTO")),
            TextFormats.of(options),
            options.textOrNone("FILE_EXTENSION", Optional.empty()),
            options.bool("ENABLE_OCTAL", false),
            options.bool("ALLOW_DUPLICATE", false),
            options.bool("STRIP_OUTER_ARRAY", false),
            options.bool("STRIP_NULL_VALUES", false),
            replace,
            options.bool("SKIP_BYTE_ORDER_MARK", true));
    options.only("JSON", "TRIM_SPACE", "FALSE");
    options.only("JSON", "NULL_IF", "");
    options.only("JSON", "MULTI_LINE", "TRUE");
    options.finish("JSON");
    return format;
  }

  @Override
  public String type() {
    return "JSON";
  }

  @Override
  public String extension() {
    return fileExtension
        .map(extension -> extension.startsWith(".") ? extension : "." + extension)
        .orElseGet(() -> ".json" + compression.suffix());
  }
}
