package dev.landfall.sandbox.snowflake.session;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One or several statements to be run, or only described.
///
/// @param binds by position, counted from 1
/// @param parameters parameters for this request alone, such as `MULTI_STATEMENT_COUNT`
public record Request(
    String text,
    SortedMap<Integer, Bind> binds,
    boolean describeOnly,
    Map<String, String> parameters) {
  public Request {
    binds = new TreeMap<>(binds);
    parameters = Map.copyOf(parameters);
  }

  /// A bound value, or with an array one value for each run of the statement.
  ///
  /// @param type the protocol's word, such as `FIXED` or `TEXT`
  /// @param array whether the client sent an array, though it may have but one value
  public record Bind(String type, List<@Nullable String> values, boolean array) {}
}
