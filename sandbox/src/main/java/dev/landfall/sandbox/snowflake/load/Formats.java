package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.load.format.FileFormat;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.Names;
import dev.landfall.sandbox.snowflake.sql.Options;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Finds the file format that a statement means: its own, or else the stage's, or else CSV. They
/// are not mixed (Snowflake, "COPY INTO table", format type options).
final class Formats {
  private static final String FILE_FORMAT = "FILE_FORMAT";
  private static final String FORMAT_NAME = "FORMAT_NAME";
  private static final String TYPE = "TYPE";

  private final Access access;

  Formats(Access access) {
    this.access = access;
  }

  FileFormat of(Options statement, Optional<Body.Stage> stage) throws SnowflakeException {
    var own = statement.find(FILE_FORMAT);
    if (own.isPresent()
        && own.get() instanceof dev.landfall.sandbox.snowflake.sql.Value.Nested(var options)
        && !options.isEmpty()) {
      Map<String, Value> written = new LinkedHashMap<>();
      for (var option : options.all()) {
        written.put(option.name(), Settings.value(option.name(), option.value()));
      }
      return of(written);
    }
    return stage.isPresent() ? of(stage.get().format()) : FileFormat.of(Map.of());
  }

  private FileFormat of(Map<String, Value> written) throws SnowflakeException {
    var options = new LinkedHashMap<>(written);
    var name = options.remove(FORMAT_NAME);
    if (name == null) {
      return FileFormat.of(options);
    }
    if (options.containsKey(TYPE)) {
      throw Errors.compilation(
          "001420", "22023", "FORMAT_NAME and TYPE cannot both be given for FILE_FORMAT.");
    }
    return named(Names.parse(name.plain()), options);
  }

  /// @param more options that are written beside the name
  FileFormat named(QualifiedName name, Map<String, Value> more) throws SnowflakeException {
    var format = access.object(Kind.FILE_FORMAT, name, "COPY");
    access.require(format, "USAGE");
    var body = format.body(Body.FileFormat.class);
    Map<String, Value> all = new LinkedHashMap<>(body.options());
    all.putAll(more);
    return FileFormat.of(body.type(), all);
  }
}
