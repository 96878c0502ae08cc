package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.Options;
import java.util.Map;

/// How COPY INTO a location goes about it.
///
/// @param fileSize after how many bytes another file is begun
/// @param queryId whether the query's id is part of the files' names
/// @param detailed whether the answer has a row for each file
/// @param header whether files tell the columns' names
/// @param validation whether the rows are given back and not written
record UnloadOptions(
    boolean overwrite,
    boolean single,
    long fileSize,
    boolean queryId,
    boolean detailed,
    boolean header,
    boolean validation) {
  private static final long FILE_SIZE = 16_777_216;
  private static final long LARGEST = 5L * 1024 * 1024 * 1024;

  /// @param partitioned whether it has PARTITION BY
  static UnloadOptions of(Options written, boolean partitioned) throws SnowflakeException {
    var settings = Settings.of(written, Map.of());
    long size = settings.count("MAX_FILE_SIZE").orElse(FILE_SIZE);
    if (size == 0 || size > LARGEST) {
      throw Settings.invalid("MAX_FILE_SIZE", Long.toString(size));
    }
    var mode = settings.word("VALIDATION_MODE");
    if (mode.isPresent() && !mode.get().equals("RETURN_ROWS")) {
      throw Settings.invalid("VALIDATION_MODE", mode.get());
    }
    boolean single = settings.bool("SINGLE", false);
    boolean overwrite = settings.bool("OVERWRITE", false);
    if (partitioned && (single || overwrite)) {
      throw Errors.compilation(
          "001420",
          "22023",
          "The options SINGLE and OVERWRITE are not supported together with PARTITION BY.");
    }
    boolean queryId = settings.bool("INCLUDE_QUERY_ID", partitioned);
    if (partitioned && !queryId) {
      throw Errors.compilation(
          "001420",
          "22023",
          "INCLUDE_QUERY_ID = FALSE is not supported together with PARTITION BY.");
    }
    if (queryId && (single || overwrite)) {
      throw Errors.compilation(
          "001420",
          "22023",
          "INCLUDE_QUERY_ID = TRUE is not supported together with SINGLE = TRUE or OVERWRITE ="
              + " TRUE.");
    }
    var options =
        new UnloadOptions(
            overwrite,
            single,
            size,
            queryId,
            settings.bool("DETAILED_OUTPUT", false),
            settings.bool("HEADER", false),
            mode.isPresent());
    // Taken where the location is looked up.
    settings.value("STORAGE_INTEGRATION");
    settings.value("FILE_FORMAT");
    for (var name : settings.left().keySet()) {
      throw Errors.notSupported("COPY INTO location … " + name);
    }
    return options;
  }
}
