package dev.landfall.engine.blueprint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A text with expressions in it.
///
/// An expression is `${` a reference, any number of filters, `}`. References: `target.environment`,
/// `target.region`, `region.KEY` and deeper, `secret:NAME`, `COMPONENT.OUTPUT`. Filters, each after
/// a `|`: `upper`, `lower`, `replace('a','b')`, `default('x')` for a region's key that is not
/// there, `json`. `$${` stands for `${` itself.
///
/// @param parts in order
record Template(List<Part> parts) {
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\s*(secret:([A-Za-z_][A-Za-z0-9_]*)|[A-Za-z_][\\w-]*(?:\\.[A-Za-z_][\\w-]*)+)\\s*");
  private static final Pattern FILTER =
      Pattern.compile("\\s*([A-Za-z]+)\\s*(?:\\(\\s*(.*?)\\s*\\))?\\s*", Pattern.DOTALL);
  private static final Pattern ARGUMENT = Pattern.compile("\\s*'((?:[^'\\\\]|\\\\.)*)'\\s*(,|$)");

  /// A piece of the text.
  sealed interface Part {}

  /// Text as it is.
  record Literal(String text) implements Part {}

  /// A value to be filled in.
  ///
  /// @param offset where it begins in the text, counting from 0
  record Expression(Reference reference, List<Filter> filters, int offset) implements Part {}

  /// What an expression reads.
  sealed interface Reference {
    /// `${target.…}`
    record OfTarget(String key) implements Reference {}

    /// `${region.…}`
    record OfRegion(List<String> path) implements Reference {}

    /// `${secret:…}`
    record OfSecret(String name) implements Reference {}

    /// `${component.Output}`
    record OfComponent(String component, String output) implements Reference {}
  }

  /// What is done to a value.
  ///
  /// @param arguments unquoted
  record Filter(String name, List<String> arguments) {}

  /// A text that is no template, and where it is not, counting from 0.
  static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int offset;

    SyntaxException(int offset, String message) {
      super(message);
      this.offset = offset;
    }

    int offset() {
      return offset;
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /// Whether a text has an expression or an escaped one.
  static boolean isTemplate(String text) {
    return text.contains("${");
  }

  /// The expression that is all of the text, when there is nothing else: its value keeps its type.
  Optional<Expression> whole() {
    return parts.size() == 1 && parts.getFirst() instanceof Expression expression
        ? Optional.of(expression)
        : Optional.empty();
  }

  List<Expression> expressions() {
    return parts.stream().filter(Expression.class::isInstance).map(Expression.class::cast).toList();
  }

  /// @throws SyntaxException when an expression is not well formed
  static Template parse(String text) throws SyntaxException {
    var parts = new ArrayList<Part>();
    var literal = new StringBuilder();
    var at = 0;
    while (at < text.length()) {
      if (text.startsWith("$${", at)) {
        literal.append("${");
        at += 3;
      } else if (text.startsWith("${", at)) {
        var end = end(text, at);
        if (!literal.isEmpty()) {
          parts.add(new Literal(literal.toString()));
          literal.setLength(0);
        }
        parts.add(expression(text.substring(at + 2, end), at));
        at = end + 1;
      } else {
        literal.append(text.charAt(at++));
      }
    }
    if (!literal.isEmpty() || parts.isEmpty()) {
      parts.add(new Literal(literal.toString()));
    }
    return new Template(List.copyOf(parts));
  }

  private static int end(String text, int start) throws SyntaxException {
    var quoted = false;
    for (var at = start + 2; at < text.length(); at++) {
      var c = text.charAt(at);
      if (quoted && c == '\\') {
        at++;
      } else if (c == '\'') {
        quoted = !quoted;
      } else if (c == '}' && !quoted) {
        return at;
      }
    }
    throw new SyntaxException(
        start,
        "The expression that begins here has no closing \"}\". To write \"${\" itself, write \"$${\".");
  }

  private static Expression expression(String inside, int offset) throws SyntaxException {
    var pieces = split(inside);
    var reference = REFERENCE.matcher(pieces.getFirst());
    if (!reference.matches()) {
      throw new SyntaxException(
          offset,
          "\"${"
              + inside
              + "}\" reads nothing that exists. An expression reads target.KEY, region.KEY, secret:NAME"
              + " or COMPONENT.OUTPUT.");
    }
    var filters = new ArrayList<Filter>();
    for (var piece : pieces.subList(1, pieces.size())) {
      filters.add(filter(piece, offset));
    }
    return new Expression(
        reference(reference.group(1), Optional.ofNullable(reference.group(2))), filters, offset);
  }

  private static Reference reference(String text, Optional<String> secret) {
    if (secret.isPresent()) {
      return new Reference.OfSecret(secret.get());
    }
    var path = List.of(text.split("\\."));
    var rest = path.subList(1, path.size());
    return switch (path.getFirst()) {
      case "target" -> new Reference.OfTarget(String.join(".", rest));
      case "region" -> new Reference.OfRegion(rest);
      default -> new Reference.OfComponent(path.getFirst(), String.join(".", rest));
    };
  }

  private static Filter filter(String text, int offset) throws SyntaxException {
    var matcher = FILTER.matcher(text);
    if (!matcher.matches()) {
      throw new SyntaxException(offset, "\"|" + text + "\" is no filter.");
    }
    var arguments = new ArrayList<String>();
    var rest = matcher.group(2) == null ? "" : matcher.group(2);
    while (!rest.isEmpty()) {
      var argument = ARGUMENT.matcher(rest);
      if (!argument.lookingAt()) {
        throw new SyntaxException(
            offset, "The arguments of \"" + text.strip() + "\" must stand in single quotes.");
      }
      arguments.add(argument.group(1).replaceAll("\\\\(.)", "$1"));
      rest = rest.substring(argument.end());
    }
    var name = matcher.group(1);
    var wanted =
        switch (name) {
          case "upper", "lower", "json" -> 0;
          case "default" -> 1;
          case "replace" -> 2;
          default ->
              throw new SyntaxException(
                  offset,
                  "There is no filter \""
                      + name
                      + "\"."
                      + Suggestion.sentence(
                          name, List.of("upper", "lower", "replace", "default", "json")));
        };
    if (arguments.size() != wanted) {
      throw new SyntaxException(
          offset,
          "The filter \""
              + name
              + "\" takes "
              + wanted
              + (wanted == 1 ? " argument, not " : " arguments, not ")
              + arguments.size()
              + ".");
    }
    return new Filter(name, arguments);
  }

  /// Splits at `|` outside of quotes.
  private static List<String> split(String text) {
    var pieces = new ArrayList<String>();
    var quoted = false;
    var start = 0;
    for (var at = 0; at < text.length(); at++) {
      var c = text.charAt(at);
      if (quoted && c == '\\') {
        at++;
      } else if (c == '\'') {
        quoted = !quoted;
      } else if (c == '|' && !quoted) {
        pieces.add(text.substring(start, at));
        start = at + 1;
      }
    }
    pieces.add(text.substring(start));
    return pieces;
  }
}
