package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.Options;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// How COPY INTO a table goes about it.
///
/// @param files the names that FILES gives; empty without it
/// @param sizeLimit after how many bytes no other file is begun
/// @param match MATCH_BY_COLUMN_NAME
/// @param truncate whether texts that are too long are cut
/// @param uncertain LOAD_UNCERTAIN_FILES
record CopyOptions(
    Optional<List<String>> files,
    Optional<Pattern> pattern,
    OnError onError,
    OptionalLong sizeLimit,
    boolean purge,
    boolean failedOnly,
    Match match,
    boolean truncate,
    boolean force,
    boolean uncertain,
    Optional<Validation> validation) {
  private static final Pattern RETURN_ROWS = Pattern.compile("RETURN_(\\d+)_ROWS");

  enum Match {
    NONE,
    CASE_SENSITIVE,
    CASE_INSENSITIVE
  }

  /// VALIDATION_MODE: files are looked at and not loaded.
  sealed interface Validation {
    /// Gives back the first rows, and fails at the first error among them.
    record Rows(long count) implements Validation {}

    /// Gives back errors.
    ///
    /// @param all those of files that were loaded in part before, too
    record Errors(boolean all) implements Validation {}
  }

  /// @param stage the stage's COPY_OPTIONS, which hold where the statement says nothing
  /// @param standard what ON_ERROR is when neither says it
  static CopyOptions of(Options options, Map<String, Value> stage, String standard)
      throws SnowflakeException {
    var settings = Settings.of(options, stage);
    boolean truncate = settings.bool("TRUNCATECOLUMNS", false);
    boolean enforce = settings.bool("ENFORCE_LENGTH", !truncate);
    var read =
        new CopyOptions(
            settings.value("FILES").map(CopyOptions::texts),
            pattern(settings.text("PATTERN")),
            OnError.of(settings.text("ON_ERROR").orElse(standard)),
            settings.count("SIZE_LIMIT"),
            settings.bool("PURGE", false),
            settings.bool("RETURN_FAILED_ONLY", false),
            match(settings.word("MATCH_BY_COLUMN_NAME").orElse("NONE")),
            truncate || !enforce,
            settings.bool("FORCE", false),
            settings.bool("LOAD_UNCERTAIN_FILES", false),
            validation(settings.word("VALIDATION_MODE")));
    var mode = settings.word("LOAD_MODE");
    if (mode.isPresent() && !mode.get().equals("FULL_INGEST")) {
      throw Errors.notSupported("COPY … LOAD_MODE = " + mode.get());
    }
    if (settings.bool("CLUSTER_AT_INGEST_TIME", false)) {
      throw Errors.notSupported("COPY … CLUSTER_AT_INGEST_TIME = TRUE");
    }
    // Taken where the location is looked up.
    settings.value("STORAGE_INTEGRATION");
    for (var name : settings.left().keySet()) {
      throw Errors.notSupported("COPY INTO … " + name);
    }
    for (var option : options.all()) {
      boolean known = option.name().equals("FILE_FORMAT") || option.name().equals("CREDENTIALS");
      if (option.value() instanceof dev.landfall.sandbox.snowflake.sql.Value.Nested && !known) {
        throw Errors.notSupported("COPY INTO … " + option.name());
      }
    }
    return read;
  }

  static List<String> texts(Value value) {
    return value instanceof Value.Many(var many)
        ? many.stream().map(Value::plain).toList()
        : List.of(value.plain());
  }

  /// A regular expression that has to fit the whole path.
  static Optional<Pattern> pattern(Optional<String> text) throws SnowflakeException {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Pattern.compile(text.get(), Pattern.DOTALL));
    } catch (PatternSyntaxException e) {
      throw new SnowflakeException(
          "100048",
          "2201B",
          "Invalid regular expression: '" + text.get() + "', " + e.getDescription());
    }
  }

  private static Match match(String word) throws SnowflakeException {
    return switch (word) {
      case "NONE" -> Match.NONE;
      case "CASE_SENSITIVE" -> Match.CASE_SENSITIVE;
      case "CASE_INSENSITIVE" -> Match.CASE_INSENSITIVE;
      default -> throw Settings.invalid("MATCH_BY_COLUMN_NAME", word);
    };
  }

  private static Optional<Validation> validation(Optional<String> mode) throws SnowflakeException {
    if (mode.isEmpty()) {
      return Optional.empty();
    }
    var rows = RETURN_ROWS.matcher(mode.get());
    if (rows.matches()) {
      return Optional.of(new Validation.Rows(Long.parseLong(rows.group(1))));
    }
    return switch (mode.get()) {
      case "RETURN_ERRORS" -> Optional.of(new Validation.Errors(false));
      case "RETURN_ALL_ERRORS" -> Optional.of(new Validation.Errors(true));
      default -> throw Settings.invalid("VALIDATION_MODE", mode.get());
    };
  }
}
