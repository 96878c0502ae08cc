package dev.landfall.cloudformation.stack;

import dev.landfall.cloudformation.artifact.Packaged;
import dev.landfall.cloudformation.check.TemplateFile;
import dev.landfall.cloudformation.settings.CloudFormationSettings;
import dev.landfall.spi.Desired;
import dev.landfall.spi.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A stack as a component wants it. Immutable.
///
/// @param template its template, already read
/// @param packaged the template as CloudFormation gets it
/// @param policy the stack policy, when the component gives one
/// @param release that the stack is marked with
public record Job(
    Desired<CloudFormationSettings> desired,
    TemplateFile template,
    Packaged packaged,
    Optional<String> policy,
    Optional<String> release) {
  /// The tag that says which release changed a stack last. Another release alone changes nothing.
  static final String RELEASE = "landfall:release";

  private static final int NAME_DIGITS = 24;

  CloudFormationSettings settings() {
    return desired.settings();
  }

  /// The stack's name.
  String stack() {
    return StackName.of(desired);
  }

  StackAddress address() {
    return StackAddress.of(desired);
  }

  /// The values of the parameters that are known, as CloudFormation takes them: lists are joined by
  /// commas.
  Map<String, String> parameters() {
    return texts(settings().parameters());
  }

  /// The parameters that are not known yet.
  List<String> unknownParameters() {
    return settings().parameters().entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Value.Unknown)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /// The stack's tags: Landfall's own and those of the settings.
  Map<String, String> tags() {
    var tags = new TreeMap<String, String>();
    tags.put("landfall:component", desired.component());
    tags.put("landfall:environment", desired.target().environment());
    tags.put("landfall:region", desired.target().region());
    release.ifPresent(id -> tags.put(RELEASE, id));
    tags.putAll(texts(settings().tags()));
    return tags;
  }

  /// The same, marked with another release or none.
  Job marked(Optional<String> other) {
    return new Job(desired, template, packaged, policy, other);
  }

  private static Map<String, String> texts(Map<String, Value> values) {
    var texts = new TreeMap<String, String>();
    values.forEach((name, value) -> {
      if (value instanceof Value.Known known) {
        texts.put(name, CloudFormationSettings.text(known.json()));
      }
    });
    return texts;
  }

  /// The name of the change set that leads to what is wanted from where the stack is: the same for
  /// the same, so that a plan that was approved is found again.
  ///
  /// @param basis of the plan
  String changeSet(String basis) {
    return "landfall-" + content(basis).substring(0, NAME_DIGITS);
  }

  /// A fingerprint of all that decides whether there is anything to do.
  String settled(String besides) {
    return marked(Optional.empty()).content(besides);
  }

  /// A fingerprint of all that decides what the stack becomes, and of a text besides.
  String content(String besides) {
    return digest(
        List.of(
            besides,
            packaged.body(),
            parameters().toString(),
            tags().toString(),
            settings().capabilities().toString()));
  }

  /// Whether a parameter's value comes from a secret.
  boolean hasSecrets() {
    return settings().parameters().values().stream()
        .anyMatch(value -> value instanceof Value.Known known && known.secret());
  }

  static String digest(List<String> parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var part : parts) {
        var bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
