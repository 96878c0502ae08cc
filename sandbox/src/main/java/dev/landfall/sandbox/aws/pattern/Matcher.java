package dev.landfall.sandbox.aws.pattern;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What one value of an event may be. Immutable.
sealed interface Matcher {
  /// @param value missing when the event has none
  boolean matches(JsonNode value);

  /// A value that is the same.
  record Exactly(JsonNode wanted) implements Matcher {
    @Override
    public boolean matches(JsonNode value) {
      boolean numbers = wanted.isNumber() && value.isNumber();
      return numbers
          ? wanted.decimalValue().compareTo(value.decimalValue()) == 0
          : wanted.equals(value);
    }
  }

  /// Whether there is one.
  record Exists(boolean wanted) implements Matcher {
    @Override
    public boolean matches(JsonNode value) {
      return value.isMissingNode() != wanted;
    }
  }

  /// A text.
  record Text(Predicate<String> test) implements Matcher {
    @Override
    public boolean matches(JsonNode value) {
      return value.isString() && test.test(value.asString());
    }

    static Text wildcard(String wanted) {
      var parts = List.of(wanted.split("\\*", -1));
      var pattern =
          Pattern.compile(
              String.join(".*", parts.stream().map(Pattern::quote).toList()), Pattern.DOTALL);
      return new Text(text -> pattern.matcher(text).matches());
    }

    static Text ignoringCase(String wanted) {
      return new Text(text -> text.equalsIgnoreCase(wanted));
    }

    static Text prefix(String wanted, boolean ignoringCase) {
      return ignoringCase
          ? new Text(text -> lower(text).startsWith(lower(wanted)))
          : new Text(text -> text.startsWith(wanted));
    }

    static Text suffix(String wanted, boolean ignoringCase) {
      return ignoringCase
          ? new Text(text -> lower(text).endsWith(lower(wanted)))
          : new Text(text -> text.endsWith(wanted));
    }

    private static String lower(String text) {
      return text.toLowerCase(Locale.ROOT);
    }
  }

  /// A number between others.
  record Numeric(List<Bound> bounds) implements Matcher {
    record Bound(String operator, BigDecimal limit) {
      boolean holds(BigDecimal value) {
        int order = value.compareTo(limit);
        return switch (operator) {
          case "=" -> order == 0;
          case "<" -> order < 0;
          case "<=" -> order <= 0;
          case ">" -> order > 0;
          default -> order >= 0;
        };
      }
    }

    @Override
    public boolean matches(JsonNode value) {
      return value.isNumber()
          && bounds.stream().allMatch(bound -> bound.holds(value.decimalValue()));
    }
  }

  /// A value that is there and is none of these.
  record AnythingBut(List<Matcher> excluded) implements Matcher {
    @Override
    public boolean matches(JsonNode value) {
      return !value.isMissingNode() && excluded.stream().noneMatch(one -> one.matches(value));
    }
  }

  /// An address in a block.
  record InBlock(long first, long last) implements Matcher {
    @Override
    public boolean matches(JsonNode value) {
      return value.isString()
          && Addresses.number(value.asString())
              .filter(number -> number >= first && number <= last)
              .isPresent();
    }
  }
}
