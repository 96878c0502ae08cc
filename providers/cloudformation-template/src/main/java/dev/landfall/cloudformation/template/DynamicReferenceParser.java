package dev.landfall.cloudformation.template;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Takes dynamic references apart.
final class DynamicReferenceParser {
  static final Pattern ANY = Pattern.compile("\\{\\{resolve:([^{}]*)}}");
  private static final Pattern PARAMETER = Pattern.compile("([a-zA-Z0-9_.\\-/]+)(?::([0-9]+))?");

  /// An ARN has six colons of its own.
  private static final Pattern SECRET =
      Pattern.compile("(arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:[^:]+|[^:]+)((?::[^:]*){0,4})");

  private static final List<String> SERVICES = List.of("ssm", "ssm-secure", "secretsmanager");

  private DynamicReferenceParser() {}

  static DynamicReference of(String text, String inner) {
    int colon = inner.indexOf(':');
    var service = colon < 0 ? inner : inner.substring(0, colon);
    var key = colon < 0 ? "" : inner.substring(colon + 1);
    return switch (service) {
      case "ssm", "ssm-secure" -> parameter(text, service.equals("ssm-secure"), key);
      case "secretsmanager" -> secret(text, key);
      default ->
          new DynamicReference.Malformed(
              text,
              "Template error: dynamic reference " + text + " names an unsupported service",
              "There are " + String.join(", ", SERVICES) + ".");
    };
  }

  private static DynamicReference parameter(String text, boolean secure, String key) {
    var matcher = PARAMETER.matcher(key);
    if (!matcher.matches()) {
      return new DynamicReference.Malformed(
          text,
          "Incorrect format is used in the following SSM reference: [" + text + "]",
          "Write {{resolve:"
              + (secure ? "ssm-secure" : "ssm")
              + ":NAME}} or {{resolve:…:NAME:VERSION}}; a version is a number, labels are not"
              + " possible.");
    }
    return new DynamicReference.Parameter(
        text, secure, matcher.group(1), Optional.ofNullable(matcher.group(2)));
  }

  private static DynamicReference secret(String text, String key) {
    var matcher = SECRET.matcher(key);
    if (!matcher.matches()) {
      return malformedSecret(text);
    }
    var rest = matcher.group(2).split(":", -1);
    if (!part(rest, 1).orElse("SecretString").equals("SecretString")) {
      return malformedSecret(text);
    }
    return new DynamicReference.Secret(
        text, matcher.group(1), part(rest, 2), part(rest, 3), part(rest, 4));
  }

  private static DynamicReference malformedSecret(String text) {
    return new DynamicReference.Malformed(
        text,
        "Incorrect format is used in the following Secrets Manager reference: [" + text + "]",
        "Write {{resolve:secretsmanager:ID:SecretString:KEY:STAGE:VERSION}}; all behind the id may"
            + " be left out.");
  }

  private static Optional<String> part(String[] parts, int index) {
    return index < parts.length && !parts[index].isEmpty()
        ? Optional.of(parts[index])
        : Optional.empty();
  }
}
