package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Ways into JSON values such as `a.b[0]['c d']`.
final class JsonPath {
  private static final Pattern INDEX = Pattern.compile("[0-9]{1,9}");
  private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");

  /// One step on the way.
  private sealed interface Step {
    record Index(int number) implements Step {}

    record Key(String name) implements Step {}
  }

  private final List<Step> steps;

  private JsonPath(List<Step> steps) {
    this.steps = steps;
  }

  /// @throws SnowflakeException 100130 when it is no path
  static JsonPath of(String path) throws SnowflakeException {
    var steps = new ArrayList<Step>();
    int at = 0;
    while (at < path.length()) {
      boolean bracket = path.charAt(at) == '[';
      int end = bracket ? path.indexOf(']', at) : nameEnd(path, at);
      if (end < 0) {
        throw invalid(path);
      }
      var step =
          bracket
              ? path.substring(at + 1, end).strip()
              : path.substring(path.charAt(at) == '.' || path.charAt(at) == ':' ? at + 1 : at, end);
      boolean index = bracket && INDEX.matcher(step).matches();
      boolean quoted = QUOTED.matcher(step).matches();
      if (step.isEmpty() || (bracket && !index && !quoted)) {
        throw invalid(path);
      }
      steps.add(
          index
              ? new Step.Index(Integer.parseInt(step))
              : new Step.Key(quoted ? step.substring(1, step.length() - 1) : step));
      at = bracket ? end + 1 : end;
    }
    return new JsonPath(List.copyOf(steps));
  }

  private static int nameEnd(String path, int at) {
    int end = at + 1;
    char quote = 0;
    while (end < path.length()) {
      char c = path.charAt(end);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"') {
        quote = c;
      } else if (c == '.' || c == '[' || c == ':') {
        break;
      }
      end++;
    }
    return end;
  }

  private static SnowflakeException invalid(String path) {
    return new SnowflakeException("100130", "22023", "Invalid extraction path '" + path + "'");
  }

  /// Empty when there is nothing, or what is undefined.
  Optional<Json> in(Json json) {
    Optional<Json> found = Optional.of(json);
    for (var step : steps) {
      found =
          found.flatMap(container ->
              switch (step) {
                case Step.Index(var number) -> element(container, number);
                case Step.Key(var name) -> member(container, name);
              });
    }
    return found;
  }

  static Optional<Json> element(Json container, long index) {
    return container instanceof Json.Items(var values) && index >= 0 && index < values.size()
        ? Optional.of(values.get((int) index)).filter(value -> !(value instanceof Json.Undefined))
        : Optional.empty();
  }

  static Optional<Json> member(Json container, String key) {
    return container instanceof Json.Members(var values)
        ? Optional.ofNullable(values.get(key))
        : Optional.empty();
  }

  /// The member of exactly this name, or the first that has it in other cases.
  static Optional<Json> memberIgnoringCase(Json container, String key) {
    var exact = member(container, key);
    if (exact.isPresent() || !(container instanceof Json.Members(var values))) {
      return exact;
    }
    var wanted = key.toLowerCase(Locale.ROOT);
    return values.entrySet().stream()
        .filter(member -> member.getKey().toLowerCase(Locale.ROOT).equals(wanted))
        .findFirst()
        .map(java.util.Map.Entry::getValue);
  }
}
