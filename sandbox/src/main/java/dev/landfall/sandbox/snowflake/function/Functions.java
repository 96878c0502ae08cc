package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// All functions of Snowflake's that the sandbox knows, whether it honours or refuses them.
public final class Functions {
  private Functions() {}

  /// What a function is; one name may be several.
  public enum Kind {
    SCALAR,
    AGGREGATE,
    WINDOW
  }

  /// What the sandbox makes of a function.
  ///
  /// @param note empty when it is honoured in full; otherwise what is refused, or why it is
  public record Status(String name, Kind kind, boolean honoured, String note) {}

  /// @param name in any case
  /// @return empty when Snowflake has no such function, or none the sandbox has heard of
  public static Optional<ScalarFunction> scalar(String name) {
    return Catalogue.scalar(name.toUpperCase(Locale.ROOT));
  }

  /// Whether the name is a scalar function's that Snowflake has and the sandbox does not.
  ///
  /// @param name in any case
  public static boolean isRefused(String name) {
    return Catalogue.isRefused(name.toUpperCase(Locale.ROOT));
  }

  /// An aggregate, which may also be called with OVER.
  ///
  /// @param name in any case
  public static Optional<AggregateFunction> aggregate(String name) {
    return Catalogue.aggregate(name.toUpperCase(Locale.ROOT));
  }

  /// What may be called with OVER: the window functions proper and the aggregates.
  ///
  /// @param name in any case
  public static Optional<AggregateFunction> window(String name) {
    return Catalogue.window(name.toUpperCase(Locale.ROOT));
  }

  /// What a statement gets that calls a function nobody knows.
  public static SnowflakeException unknown(String name) {
    return new SnowflakeException(
        "002140", "42601", "SQL compilation error:\nUnknown function " + name);
  }

  /// Every name with what becomes of it, sorted: the source of the documentation.
  public static List<Status> names() {
    return Catalogue.names();
  }
}
