package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.load.format.CsvFormat;
import dev.landfall.sandbox.snowflake.load.format.FileFormat;
import dev.landfall.sandbox.snowflake.load.format.JsonFormat;
import dev.landfall.sandbox.snowflake.load.format.ParquetFormat;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;

/// What files that are written are called, such as `path/data_0_0_0.csv.gz`.
///
/// @param path that the statement gives: a folder when it ends with a slash, otherwise how names
///   begin
record UnloadNames(String path, FileFormat format, UnloadOptions options, String queryId) {
  private static final String DATA = "data";

  private boolean folder() {
    return path.isEmpty() || path.endsWith("/");
  }

  /// @param partition ends with a slash, or is empty
  /// @param number counted from 0
  String name(String partition, int number) {
    if (options.single()) {
      return folder() ? path + DATA + extension() : path;
    }
    var start = !partition.isEmpty() && !folder() ? path + "/" + partition : path + partition;
    var prefix = start.isEmpty() || start.endsWith("/") ? start + DATA : start;
    return prefix
        + "_"
        + (options.queryId() ? queryId + "_" : "")
        + "0_0_"
        + number
        + format.extension();
  }

  /// A single file has an extension only if the format asks for one.
  private String extension() {
    Optional<String> written =
        switch (format) {
          case CsvFormat csv -> csv.fileExtension();
          case JsonFormat json -> json.fileExtension();
          case ParquetFormat _ -> Optional.empty();
        };
    return written.isPresent() ? format.extension() : "";
  }

  /// The files that are where these would be.
  List<Located.Found> taken(Located location) throws SnowflakeException {
    if (options.single()) {
      var name = name("", 0).substring(path.length());
      return location.find(name).stream().toList();
    }
    return location.list(Optional.empty());
  }
}
