package dev.landfall.sandbox.aws.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Reads what a value may be.
///
/// Source: "Comparison operators for use in event patterns" in the Amazon EventBridge User Guide,
/// "Filter policy constraints" in the Amazon SNS Developer Guide.
final class MatcherReader {
  private static final Set<String> OPERATORS = Set.of("=", "<", "<=", ">", ">=");

  private MatcherReader() {}

  static Matcher read(JsonNode node) throws MalformedPatternException {
    if (node.isArray()) {
      throw new MalformedPatternException(
          "Match value must be String, number, true, false, or null");
    }
    if (!node.isObject()) {
      return new Matcher.Exactly(node);
    }
    if (node.size() != 1) {
      throw new MalformedPatternException("Only one key allowed in match expression");
    }
    var entry = node.properties().iterator().next();
    var value = entry.getValue();
    return switch (entry.getKey()) {
      case "exists" -> {
        if (!value.isBoolean()) {
          throw new MalformedPatternException("exists match pattern must be either true or false.");
        }
        yield new Matcher.Exists(value.asBoolean());
      }
      case "prefix", "suffix" -> affix(entry.getKey(), value);
      case "equals-ignore-case" -> Matcher.Text.ignoringCase(text(entry.getKey(), value));
      case "wildcard" -> wildcard(value);
      case "numeric" -> numeric(value);
      case "anything-but" -> new Matcher.AnythingBut(excluded(value));
      case "cidr" ->
          Addresses.block(text("cidr", value))
              .orElseThrow(() -> new MalformedPatternException("Malformed CIDR, one '/' required"));
      default -> throw new MalformedPatternException("Unrecognized match type " + entry.getKey());
    };
  }

  private static String text(String operator, JsonNode value) throws MalformedPatternException {
    if (!value.isString()) {
      throw new MalformedPatternException(operator + " match pattern must be a string");
    }
    return value.asString();
  }

  private static Matcher affix(String operator, JsonNode value) throws MalformedPatternException {
    boolean ignoringCase = value.isObject() && value.has("equals-ignore-case");
    var wanted = text(operator, ignoringCase ? value.path("equals-ignore-case") : value);
    return operator.equals("prefix")
        ? Matcher.Text.prefix(wanted, ignoringCase)
        : Matcher.Text.suffix(wanted, ignoringCase);
  }

  private static Matcher wildcard(JsonNode value) throws MalformedPatternException {
    var wanted = text("wildcard", value);
    if (wanted.contains("**")) {
      throw new MalformedPatternException(
          "Consecutive wildcard characters at pos " + wanted.indexOf("**"));
    }
    return Matcher.Text.wildcard(wanted);
  }

  private static Matcher numeric(JsonNode value) throws MalformedPatternException {
    if (!value.isArray() || value.isEmpty() || value.size() % 2 != 0) {
      throw new MalformedPatternException("Value of numeric must be an array.");
    }
    var bounds = new ArrayList<Matcher.Numeric.Bound>();
    for (int i = 0; i < value.size(); i += 2) {
      var operator = value.path(i).asString("");
      if (!OPERATORS.contains(operator)) {
        throw new MalformedPatternException("Unrecognized numeric range operator: " + operator);
      }
      if (!value.path(i + 1).isNumber()) {
        throw new MalformedPatternException("Value of " + operator + " must be numeric");
      }
      bounds.add(new Matcher.Numeric.Bound(operator, value.path(i + 1).decimalValue()));
    }
    return new Matcher.Numeric(List.copyOf(bounds));
  }

  private static List<Matcher> excluded(JsonNode value) throws MalformedPatternException {
    if (value.isObject()) {
      var entry = value.properties().iterator().next();
      if (!Set.of("prefix", "suffix", "wildcard", "equals-ignore-case").contains(entry.getKey())) {
        throw new MalformedPatternException("Unsupported anything-but pattern: " + entry.getKey());
      }
      var all = new ArrayList<Matcher>();
      for (var one : entry.getValue().isArray() ? entry.getValue() : List.of(entry.getValue())) {
        all.add(
            switch (entry.getKey()) {
              case "wildcard" -> wildcard(one);
              case "equals-ignore-case" -> Matcher.Text.ignoringCase(text(entry.getKey(), one));
              default -> affix(entry.getKey(), one);
            });
      }
      return all;
    }
    var all = new ArrayList<Matcher>();
    for (var one : value.isArray() ? value : List.of(value)) {
      if (one.isContainer()) {
        throw new MalformedPatternException("Inside anything-but list, only values are allowed");
      }
      all.add(new Matcher.Exactly(one));
    }
    if (all.isEmpty()) {
      throw new MalformedPatternException("Inside anything-but list, values may not be empty");
    }
    return all;
  }
}
