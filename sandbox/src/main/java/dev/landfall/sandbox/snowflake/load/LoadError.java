package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.load.format.BadRecord.Category;
import dev.landfall.sandbox.snowflake.load.format.Place;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.Optional;

/// A record that is not loaded, and why.
///
/// @param file as messages call it
/// @param place empty when the file's format has no lines
/// @param column as messages call it; empty when it is about no column
/// @param row counted from 1 for CSV, from 0 for JSON
/// @param startLine the line in which the record starts
/// @param record as it stands in the file
record LoadError(
    SnowflakeException cause,
    Category category,
    String file,
    Optional<Place> place,
    Optional<String> column,
    long row,
    long startLine,
    Optional<String> record) {
  private static final String ADVICE =
      "\n  If you would like to continue loading when an error is encountered, use other values"
          + " such as 'SKIP_FILE' or 'CONTINUE' for the ON_ERROR option. For more information on"
          + " loading options, please run 'info loading_data' in a SQL client.";

  /// What a statement fails with that must not go on.
  SnowflakeException fatal() {
    var text = new StringBuilder(cause.text()).append("\n  File '").append(file).append("'");
    place.ifPresent(at ->
        text.append(", line ").append(at.line()).append(", character ").append(at.character()));
    text.append("\n  Row ").append(row);
    if (place.isPresent() && place.get().line() != startLine) {
      text.append(" starts at line ").append(startLine);
    }
    text.append(", column ").append(column.orElse("$1")).append(ADVICE);
    return new SnowflakeException(cause.code(), cause.sqlState(), text.toString());
  }
}
