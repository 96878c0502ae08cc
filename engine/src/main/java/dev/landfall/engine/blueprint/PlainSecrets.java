package dev.landfall.engine.blueprint;

import dev.landfall.spi.Problem;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Finds secrets that stand in the file in plain text, by the names of keys and by the look of
/// values.
///
/// @param problems where they are added
record PlainSecrets(List<Problem> problems) {
  private static final Pattern KEY =
      Pattern.compile(
          "(?i).*(passw(or)?d|passphrase|secret|private_?key|api_?key|access_?key|credential|token).*");

  /// Names that look like secrets and are not: where one is, what it is called.
  private static final Pattern HARMLESS_KEY =
      Pattern.compile("(?i).*(_name|name|_id|_arn|_path|_file|_url|_ref|_policy)");

  private static final Pattern VALUE =
      Pattern.compile(
          "(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*|(AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}"
              + "|glpat-[A-Za-z0-9_-]{20,}|xox[abpr]-.*|eyJ[A-Za-z0-9_-]+\\.eyJ[A-Za-z0-9_-]+\\..*");

  /// A password in a URL, before its host or among its parameters.
  private static final Pattern IN_URL =
      Pattern.compile(
          "(?i)://[^/@:\\s]*:(?!(\\$\\{})+@)[^/@\\s]+@"
              + "|://.*[?&;](pass|passw(or)?d|pwd|sslpassword|token|secret)="
              + "(?!(\\$\\{})+([&;\\s]|$))[^&;\\s]");

  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{[^}]*}");

  /// Looks at all of a mapping.
  void check(Node.Mapping mapping) {
    for (var entry : mapping.entries().entrySet()) {
      check(entry);
    }
  }

  /// Looks at the value of a setting. One that is no more than an expression may have any name.
  void check(String path, String text, Problem.Location where) {
    if (looksSecret(text) || (!text.contains("${") && isNamedSecret(path, text))) {
      problems.add(problem(path, where));
    }
  }

  private void check(Map.Entry<String, Node> entry) {
    switch (entry.getValue()) {
      case Node.Mapping mapping -> check(mapping);
      case Node.Sequence sequence ->
          sequence.items().forEach(item -> check(Map.entry(entry.getKey(), item)));
      case Node.Scalar(String text, var where) -> {
        if (isNamedSecret(entry.getKey(), text) || looksSecret(text)) {
          problems.add(problem(entry.getKey(), where));
        }
      }
      case Node.Scalar other -> {}
    }
  }

  private static Problem problem(String name, Problem.Location where) {
    return Problem.error(
        where,
        "secret in plain text",
        "\""
            + name
            + "\" looks like a secret, and everybody who reads this file can read it. Write"
            + " ${secret:NAME} in the component that uses it, and keep the value with `landfall"
            + " secret set NAME` or in the environment variable NAME. The old value is known"
            + " now: change it.");
  }

  private static boolean isNamedSecret(String name, String text) {
    return KEY.matcher(name).matches()
        && !HARMLESS_KEY.matcher(name).matches()
        && !text.isEmpty()
        && !text.contains("${secret:");
  }

  private static boolean looksSecret(String text) {
    return VALUE.matcher(text).matches()
        || IN_URL.matcher(EXPRESSION.matcher(text).replaceAll("\\${}")).find();
  }
}
