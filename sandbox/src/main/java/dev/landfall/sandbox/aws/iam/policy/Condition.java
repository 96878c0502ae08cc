package dev.landfall.sandbox.aws.iam.policy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// An operator of a condition block with one key. Immutable.
///
/// Source: the IAM User Guide, "Condition operators" and "Set operators for multi-valued context
/// keys".
///
/// @param key in lower case
record Condition(
    Quantity quantity, Operator operator, boolean ifExists, String key, List<String> values) {
  Condition {
    values = List.copyOf(values);
  }

  /// How many of a key's values have to fit.
  enum Quantity {
    ONE,
    ALL,
    ANY
  }

  /// What is compared.
  private enum Kind {
    STRING,
    STRING_IGNORE_CASE,
    STRING_LIKE,
    ARN,
    NUMERIC,
    DATE,
    BOOL,
    BINARY,
    IP,
    NULL
  }

  private enum Order {
    EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL
  }

  /// An operator without what stands around it.
  enum Operator {
    StringEquals(Kind.STRING),
    StringNotEquals(Kind.STRING, true),
    StringEqualsIgnoreCase(Kind.STRING_IGNORE_CASE),
    StringNotEqualsIgnoreCase(Kind.STRING_IGNORE_CASE, true),
    StringLike(Kind.STRING_LIKE),
    StringNotLike(Kind.STRING_LIKE, true),
    ArnEquals(Kind.ARN),
    ArnLike(Kind.ARN),
    ArnNotEquals(Kind.ARN, true),
    ArnNotLike(Kind.ARN, true),
    NumericEquals(Kind.NUMERIC),
    NumericNotEquals(Kind.NUMERIC, true),
    NumericLessThan(Kind.NUMERIC, Order.LESS),
    NumericLessThanEquals(Kind.NUMERIC, Order.LESS_OR_EQUAL),
    NumericGreaterThan(Kind.NUMERIC, Order.GREATER),
    NumericGreaterThanEquals(Kind.NUMERIC, Order.GREATER_OR_EQUAL),
    DateEquals(Kind.DATE),
    DateNotEquals(Kind.DATE, true),
    DateLessThan(Kind.DATE, Order.LESS),
    DateLessThanEquals(Kind.DATE, Order.LESS_OR_EQUAL),
    DateGreaterThan(Kind.DATE, Order.GREATER),
    DateGreaterThanEquals(Kind.DATE, Order.GREATER_OR_EQUAL),
    Bool(Kind.BOOL),
    BinaryEquals(Kind.BINARY),
    IpAddress(Kind.IP),
    NotIpAddress(Kind.IP, true),
    Null(Kind.NULL);

    private final Kind kind;
    private final boolean negated;
    private final Order order;

    Operator(Kind kind) {
      this(kind, false, Order.EQUAL);
    }

    Operator(Kind kind, boolean negated) {
      this(kind, negated, Order.EQUAL);
    }

    Operator(Kind kind, Order order) {
      this(kind, false, order);
    }

    Operator(Kind kind, boolean negated, Order order) {
      this.kind = kind;
      this.negated = negated;
      this.order = order;
    }
  }

  /// @param name with what may stand around it: `ForAnyValue:StringLikeIfExists`
  /// @return empty for an operator that there is not
  static Optional<Condition> of(String name, String key, List<String> values) {
    var quantity =
        name.startsWith("ForAllValues:")
            ? Quantity.ALL
            : name.startsWith("ForAnyValue:") ? Quantity.ANY : Quantity.ONE;
    var rest = name.substring(name.indexOf(':') + 1);
    var ifExists = rest.endsWith("IfExists");
    var word = ifExists ? rest.substring(0, rest.length() - "IfExists".length()) : rest;
    for (var operator : Operator.values()) {
      if (operator.name().equals(word) && !(ifExists && operator == Operator.Null)) {
        return Optional.of(
            new Condition(quantity, operator, ifExists, key.toLowerCase(Locale.ROOT), values));
      }
    }
    return Optional.empty();
  }

  /// @param variables whether the policy's version has variables
  boolean holds(Map<String, List<String>> context, boolean variables) {
    var given = context.getOrDefault(key, List.of());
    if (operator.kind == Kind.NULL) {
      return values.stream().anyMatch(value -> Boolean.parseBoolean(value) == given.isEmpty());
    }
    if (given.isEmpty()) {
      return switch (quantity) {
        case ALL -> true;
        case ANY -> ifExists;
        case ONE -> ifExists || operator.negated;
      };
    }
    return quantity == Quantity.ALL
        ? given.stream().allMatch(value -> fits(value, context, variables))
        : given.stream().anyMatch(value -> fits(value, context, variables));
  }

  /// Any of the values, or none of them for an operator that negates.
  private boolean fits(String given, Map<String, List<String>> context, boolean variables) {
    var wildcards = operator.kind == Kind.STRING_LIKE || operator.kind == Kind.ARN;
    var any =
        values.stream()
            .flatMap(value -> Glob.filled(value, wildcards, variables, context).stream())
            .anyMatch(value -> compare(given, value));
    return any != operator.negated;
  }

  private boolean compare(String given, String wanted) {
    return switch (operator.kind) {
      case STRING, BINARY, NULL -> given.equals(wanted);
      case STRING_IGNORE_CASE, BOOL -> given.equalsIgnoreCase(wanted);
      case STRING_LIKE -> Glob.matches(wanted, given);
      case ARN -> Glob.matchesArn(wanted, given);
      case NUMERIC -> ordered(number(given), number(wanted));
      case DATE -> ordered(date(given), date(wanted));
      case IP -> Network.of(wanted).map(network -> network.contains(given)).orElse(false);
    };
  }

  private <T extends Comparable<T>> boolean ordered(Optional<T> given, Optional<T> wanted) {
    if (given.isEmpty() || wanted.isEmpty()) {
      return false;
    }
    int sign = given.get().compareTo(wanted.get());
    return switch (operator.order) {
      case EQUAL -> sign == 0;
      case LESS -> sign < 0;
      case LESS_OR_EQUAL -> sign <= 0;
      case GREATER -> sign > 0;
      case GREATER_OR_EQUAL -> sign >= 0;
    };
  }

  private static Optional<BigDecimal> number(String text) {
    return text.matches("-?[0-9]{1,30}(\\.[0-9]{1,30})?")
        ? Optional.of(new BigDecimal(text))
        : Optional.empty();
  }

  /// As ISO 8601 writes it, or in seconds since 1970.
  private static Optional<Instant> date(String text) {
    if (text.matches("[0-9]{5,12}")) {
      return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
    }
    try {
      return Optional.of(
          text.length() == "2026-01-01".length()
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
