package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What DuckDB says when it fails by itself, in Snowflake's words.
final class DuckDbErrors {
  private record Rule(Pattern pattern, Function<MatchResult, SnowflakeException> means) {}

  private static final List<Rule> RULES =
      List.of(
          rule(
              "Casting value \"([^\"]*)\" to type DECIMAL\\((\\d+),(\\d+)\\) failed",
              m ->
                  TextCasts.outOfRange(
                      Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3)), m.group(1))),
          rule(
              "Could not cast value ([-+.\\deE]+|-?inf|-?nan) to DECIMAL\\((\\d+),(\\d+)\\)",
              m ->
                  TextCasts.outOfRange(
                      Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3)), m.group(1))),
          rule(
              "Overflow in \\w+ of (?:DECIMAL|INT\\d+)\\S* \\(([^)]*)\\)",
              m -> TextCasts.outOfRange(38, 0, m.group(1))),
          rule(
              "Overflow in HUGEINT \\w+:? ?([^\\n]*)",
              m -> TextCasts.outOfRange(38, 0, m.group(1))),
          rule("[Dd]ivision by zero", m -> Arithmetic.divisionByZero()),
          rule(
              "NOT NULL constraint failed",
              m ->
                  new SnowflakeException(
                      "100072", "22000", "NULL result in a non-nullable column")),
          rule(
              "More than one row returned by a subquery",
              m ->
                  new SnowflakeException(
                      "090150", "22000", "Single-row subquery returns more than one row.")));

  private DuckDbErrors() {}

  private static Rule rule(String pattern, Function<MatchResult, SnowflakeException> means) {
    return new Rule(Pattern.compile(pattern), means);
  }

  static Optional<SnowflakeException> read(String message) {
    for (var rule : RULES) {
      var found = rule.pattern().matcher(message);
      if (found.find()) {
        return Optional.of(rule.means().apply(found.toMatchResult()));
      }
    }
    return Optional.empty();
  }
}
