package dev.landfall.sandbox.aws.cloudformation.change;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.cloudformation.template.DynamicReference;
import dev.landfall.cloudformation.template.Json;
import dev.landfall.cloudformation.template.Template;
import dev.landfall.sandbox.aws.protocol.Digests;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Looks up what dynamic references stand for. Whatever is kept and shown has the references
/// themselves; only services see the values. A plain parameter is looked at in every operation;
/// what is secret is looked up when its resource is made or changed for another reason.
public record DynamicValues(ExternalValues external) {
  /// Stands behind a reference whose value is another one than when it was deployed.
  static final String MOVED = "\u0000";

  /// Properties as they are shown, and as the services get them.
  ///
  /// @param digests of the plain parameters' values, by the text of the reference
  /// @param secrets the references by the values that are not to be seen
  public record Resolved(
      ObjectNode shown,
      ObjectNode effective,
      Map<String, String> digests,
      Map<String, String> secrets) {
    /// Properties without references.
    public static Resolved plain(ObjectNode properties) {
      return new Resolved(properties, properties, Map.of(), Map.of());
    }

    /// The properties with references, as they are written.
    public Map<String, JsonNode> references() {
      var references = new LinkedHashMap<String, JsonNode>();
      for (var property : shown.properties()) {
        if (!property.getValue().equals(effective.get(property.getKey()))) {
          references.put(property.getKey(), property.getValue());
        }
      }
      return references;
    }

    /// A text without the values that are not to be seen.
    public String hidden(String text) {
      var result = text;
      for (var secret : secrets.entrySet()) {
        result = secret.getKey().isEmpty() ? result : result.replace(secret.getKey(), "****");
      }
      return result;
    }

    @Override
    public String toString() {
      return shown.toString();
    }
  }

  /// Looks up all that properties refer to.
  public Resolved resolve(ObjectNode properties) throws CloudFormationException {
    var digests = new LinkedHashMap<String, String>();
    var secrets = new LinkedHashMap<String, String>();
    var effective =
        DynamicReference.replaced(
            properties,
            reference -> {
              var value = value(reference);
              if (reference instanceof DynamicReference.Parameter plain && !plain.secure()) {
                digests.put(reference.text(), digest(value));
              } else {
                secrets.put(value, reference.text());
              }
              return value;
            });
    return new Resolved(properties, (ObjectNode) effective, digests, secrets);
  }

  private static String digest(String value) {
    return Digests.hex("SHA-256", value.getBytes(UTF_8));
  }

  private String value(DynamicReference reference) throws CloudFormationException {
    return switch (reference) {
      case DynamicReference.Parameter parameter -> parameter(parameter);
      case DynamicReference.Secret secret -> secret(secret);
      case DynamicReference.Malformed malformed ->
          throw CloudFormationException.validation(malformed.refusal());
    };
  }

  private String parameter(DynamicReference.Parameter reference) throws CloudFormationException {
    var found =
        external
            .parameter(reference.selector())
            .orElseThrow(() -> unknown(List.of(reference.selector())));
    if (found.secure() && !reference.secure()) {
      throw CloudFormationException.validation(
          "Non-secure ssm prefix was used for secure parameter " + reference.name());
    }
    if (!found.secure() && reference.secure()) {
      throw CloudFormationException.validation(
          "Secure ssm prefix was used for non-secure parameter " + reference.name());
    }
    return found.value();
  }

  private static CloudFormationException unknown(Iterable<String> selectors) {
    return CloudFormationException.validation(
        "Unable to fetch parameters ["
            + String.join(",", selectors)
            + "] from parameter store for this account.");
  }

  private String secret(DynamicReference.Secret reference) throws CloudFormationException {
    var text =
        external
            .secret(reference.id(), reference.stage(), reference.version())
            .orElseThrow(() ->
                CloudFormationException.validation(
                    "Secrets Manager can't find the specified secret. (Service: AWSSecretsManager;"
                        + " Status Code: 400; Error Code: ResourceNotFoundException)"));
    if (reference.member().isEmpty()) {
      return text;
    }
    JsonNode document;
    try {
      document = JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      throw noJson();
    }
    if (!document.isObject()) {
      throw noJson();
    }
    var member = document.get(reference.member().get());
    if (member == null || member.isNull()) {
      throw CloudFormationException.validation(
          "Could not find a value associated with JSONKey in SecretString");
    }
    return member.isValueNode() ? member.asString() : Json.write(member);
  }

  private static CloudFormationException noJson() {
    return CloudFormationException.validation("Could not parse SecretString JSON");
  }

  /// Refuses plain parameters that are not there, as far as a template says them outright.
  ///
  /// @param versioned whether those with a version are looked at, or those without
  public void requirePlain(Iterable<Template.ResourceDeclaration> resources, boolean versioned)
      throws CloudFormationException {
    var missing = new TreeSet<String>();
    for (var resource : resources) {
      for (var reference : literal(resource.properties())) {
        if (reference instanceof DynamicReference.Parameter parameter
            && !parameter.secure()
            && parameter.version().isPresent() == versioned) {
          if (external.parameter(parameter.selector()).isEmpty()) {
            missing.add(parameter.selector());
          } else {
            parameter(parameter);
          }
        }
      }
    }
    if (!missing.isEmpty()) {
      throw unknown(missing);
    }
  }

  /// References in texts that no function makes.
  private static List<DynamicReference> literal(JsonNode node) {
    if (node.isString()) {
      return DynamicReference.in(node);
    }
    var found = new ArrayList<DynamicReference>();
    if (node.isObject()
        && node.size() == 1
        && node.propertyNames().iterator().next().startsWith("Fn::")) {
      return found;
    }
    node.forEach(part -> found.addAll(literal(part)));
    return found;
  }

  /// Properties as they were deployed, in which every reference is marked whose parameter has
  /// another value now.
  ///
  /// @param digests as they were then
  public ObjectNode marked(ObjectNode properties, Map<String, String> digests) {
    if (digests.isEmpty()) {
      return properties;
    }
    try {
      return (ObjectNode)
          DynamicReference.replaced(
              properties,
              reference -> reference.text() + (isMoved(reference, digests) ? MOVED : ""));
    } catch (CloudFormationException e) {
      throw new IllegalStateException("nothing is looked up that could be missing", e);
    }
  }

  private boolean isMoved(DynamicReference reference, Map<String, String> digests) {
    var digest = digests.get(reference.text());
    return digest != null
        && reference instanceof DynamicReference.Parameter parameter
        && external
            .parameter(parameter.selector())
            .map(found -> !digest(found.value()).equals(digest))
            .orElse(true);
  }
}
