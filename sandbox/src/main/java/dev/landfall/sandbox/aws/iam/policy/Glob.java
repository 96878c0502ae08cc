package dev.landfall.sandbox.aws.iam.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A text of a policy in which `*`, `?` and policy variables stand for others.
///
/// Source: the IAM User Guide, "Policy elements: Variables and tags".
final class Glob {
  /// Letters that no policy has stand for the wildcards, so that what a variable brings in is taken
  /// as it is.
  private static final char MANY = '\uE000';

  private static final char ONE = '\uE001';

  private Glob() {}

  /// A text with its wildcards marked and its variables filled in.
  ///
  /// @param wildcards whether `*` and `?` are any
  /// @param variables whether the policy's version has variables
  /// @return empty when a variable has no value
  static Optional<String> filled(
      String text, boolean wildcards, boolean variables, Map<String, List<String>> context) {
    var out = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      int end = variables && text.startsWith("${", at) ? text.indexOf('}', at) : -1;
      if (end >= 0) {
        var value = value(text.substring(at + 2, end), context);
        if (value.isEmpty()) {
          return Optional.empty();
        }
        out.append(value.get());
        at = end;
      } else {
        out.append(wildcards && c == '*' ? MANY : wildcards && c == '?' ? ONE : c);
      }
    }
    return Optional.of(out.toString());
  }

  private static Optional<String> value(String inner, Map<String, List<String>> context) {
    if (inner.length() == 1 && "*?$".contains(inner)) {
      return Optional.of(inner);
    }
    int comma = inner.indexOf(',');
    var name = (comma < 0 ? inner : inner.substring(0, comma)).strip().toLowerCase(Locale.ROOT);
    var values = context.getOrDefault(name, List.of());
    if (values.size() == 1) {
      return Optional.of(values.getFirst());
    }
    var other = comma < 0 ? "" : inner.substring(comma + 1).strip();
    return values.isEmpty() && other.length() > 1 && other.startsWith("'") && other.endsWith("'")
        ? Optional.of(other.substring(1, other.length() - 1))
        : Optional.empty();
  }

  /// Whether a text is one that a filled pattern means.
  static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int from = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == MANY) {
        star = p++;
        from = t;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == ONE || pattern.charAt(p) == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++from;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == MANY) {
      p++;
    }
    return p == pattern.length();
  }

  /// The same for ARNs, whose first five parts are matched each for itself.
  static boolean matchesArn(String pattern, String arn) {
    var wanted = pattern.split(":", 6);
    var given = arn.split(":", 6);
    if (wanted.length < 6 || given.length < 6) {
      return pattern.equals(String.valueOf(MANY));
    }
    for (int i = 0; i < wanted.length; i++) {
      if (!matches(wanted[i], given[i])) {
        return false;
      }
    }
    return true;
  }
}
