package dev.landfall.sandbox.aws.iam.policy;

import dev.landfall.sandbox.aws.iam.policy.Policy.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads policies, and refuses those that IAM refuses.
///
/// Source: the IAM User Guide, "IAM JSON policy element reference" and "Grammar of the IAM JSON
/// policy language".
final class PolicyReader {
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(20).build())
                  .build())
          .build();
  private static final String WITH_VARIABLES = "2012-10-17";
  private static final Set<String> MEMBERS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");

  private final Kind kind;
  private final Set<String> sids = new HashSet<>();
  private boolean variables;

  PolicyReader(Kind kind) {
    this.kind = kind;
  }

  Policy read(String text) throws MalformedPolicyException {
    JsonNode document;
    try {
      document = JSON.readTree(text);
    } catch (JacksonException e) {
      throw new MalformedPolicyException("This policy contains invalid Json");
    }
    if (!document.isObject()) {
      throw syntax();
    }
    for (var member : document.propertyNames()) {
      if (!Set.of("Version", "Id", "Statement").contains(member)) {
        throw syntax();
      }
    }
    var version = document.path("Version");
    if (!version.isMissingNode()
        && !Set.of(WITH_VARIABLES, "2008-10-17").contains(version.asString(""))) {
      throw syntax();
    }
    if (kind == Kind.IDENTITY && version.isMissingNode()) {
      throw new MalformedPolicyException("Policy document must be version 2012-10-17 or greater.");
    }
    variables = version.asString("").equals(WITH_VARIABLES);
    var all = document.path("Statement");
    if (all.isMissingNode() || all.isNull()) {
      throw syntax();
    }
    var statements = new ArrayList<Statement>();
    for (var statement : all.isArray() ? all : List.of(all)) {
      statements.add(statement(statement));
    }
    if (statements.isEmpty()) {
      throw syntax();
    }
    return new Policy(statements);
  }

  private Statement statement(JsonNode node) throws MalformedPolicyException {
    if (!node.isObject()) {
      throw syntax();
    }
    for (var member : node.propertyNames()) {
      if (!MEMBERS.contains(member)) {
        throw syntax();
      }
    }
    sid(node.path("Sid"));
    var effect = node.path("Effect").asString("");
    if (!effect.equals("Allow") && !effect.equals("Deny")) {
      throw syntax();
    }
    var notActions = node.has("NotAction");
    var actions = texts(one(node, "Action", "NotAction"));
    if (actions.isEmpty()) {
      throw kind == Kind.TRUST
          ? new MalformedPolicyException("Missing required field Action")
          : new MalformedPolicyException("Policy statement must contain actions.");
    }
    for (var action : actions) {
      checkAction(action);
    }
    return new Statement(
        effect.equals("Allow"),
        principals(node),
        node.has("NotPrincipal"),
        actions,
        notActions,
        resources(node),
        node.has("NotResource"),
        conditions(node.path("Condition")),
        variables);
  }

  private void sid(JsonNode sid) throws MalformedPolicyException {
    if (sid.isMissingNode()) {
      return;
    }
    var text = sid.asString("");
    if (kind != Kind.RESOURCE && !text.matches("[a-zA-Z0-9]*")) {
      throw new MalformedPolicyException("Statement IDs (SID) must be alpha-numeric.");
    }
    if (!text.isEmpty() && !sids.add(text)) {
      throw new MalformedPolicyException("Statement IDs (SID) in a single policy must be unique.");
    }
  }

  private void checkAction(String action) throws MalformedPolicyException {
    if (action.equals("*") && kind != Kind.TRUST) {
      return;
    }
    if (!action.matches("[\\w*?-]+:[\\w*?]+")) {
      throw action.contains(":")
          ? syntax()
          : new MalformedPolicyException(
              "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
    }
    if (kind == Kind.TRUST && !action.toLowerCase(java.util.Locale.ROOT).startsWith("sts:")) {
      throw new MalformedPolicyException(
          "AssumeRole policy may only specify STS AssumeRole actions.");
    }
  }

  private List<String> resources(JsonNode node) throws MalformedPolicyException {
    var resource = one(node, "Resource", "NotResource");
    if (kind == Kind.TRUST) {
      if (!resource.isMissingNode()) {
        throw new MalformedPolicyException("Has prohibited field Resource");
      }
      return List.of();
    }
    var resources = texts(resource);
    if (resources.isEmpty()) {
      throw new MalformedPolicyException("Policy statement must contain resources.");
    }
    for (var one : resources) {
      if (!one.equals("*") && !one.matches("arn:[^:]+:[^:]+:[^:]*:[^:]*:.+|arn:\\*.*|\\*.*")) {
        throw new MalformedPolicyException("Resource " + one + " must be in ARN format or \"*\".");
      }
    }
    return resources;
  }

  private Optional<Principals> principals(JsonNode node) throws MalformedPolicyException {
    var principal = one(node, "Principal", "NotPrincipal");
    if (kind == Kind.IDENTITY) {
      if (!principal.isMissingNode()) {
        throw new MalformedPolicyException("Policy document should not specify a principal.");
      }
      return Optional.empty();
    }
    if (principal.isMissingNode()) {
      throw new MalformedPolicyException("Missing required field Principal");
    }
    if (principal.isString()) {
      if (!principal.asString().equals("*")) {
        throw invalidPrincipal(principal.asString());
      }
      return Optional.of(new Principals(Map.of("*", List.of())));
    }
    var byKind = new LinkedHashMap<String, List<String>>();
    for (var entry : principal.properties()) {
      if (!Set.of("AWS", "Service", "Federated", "CanonicalUser").contains(entry.getKey())) {
        throw invalidPrincipal(entry.getKey());
      }
      var values = texts(entry.getValue());
      for (var value : values) {
        checkPrincipal(entry.getKey(), value);
      }
      byKind.put(entry.getKey(), values);
    }
    if (byKind.isEmpty()) {
      throw new MalformedPolicyException("Missing required field Principal cannot be empty!");
    }
    return Optional.of(new Principals(byKind));
  }

  private static void checkPrincipal(String kind, String value) throws MalformedPolicyException {
    var valid =
        switch (kind) {
          case "AWS" ->
              value.equals("*")
                  || value.matches("[0-9]{12}|A(IDA|ROA)[A-Z0-9]{12,}")
                  || value.matches(
                      "arn:aws[\\w-]*:(iam::[0-9]{12}:(root|user/[^*]+|role/[^*]+)"
                          + "|sts::[0-9]{12}:(assumed-role|federated-user)/[^*]+)");
          case "Service" ->
              value.matches("[a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?|[a-z0-9.-]+\\.com");
          default -> !value.isEmpty();
        };
    if (!valid) {
      throw invalidPrincipal("\"" + kind + "\":\"" + value + "\"");
    }
  }

  private static MalformedPolicyException invalidPrincipal(String what) {
    return new MalformedPolicyException("Invalid principal in policy: " + what);
  }

  private static List<Condition> conditions(JsonNode node) throws MalformedPolicyException {
    if (node.isMissingNode()) {
      return List.of();
    }
    if (!node.isObject()) {
      throw syntax();
    }
    var conditions = new ArrayList<Condition>();
    for (var operator : node.properties()) {
      if (!operator.getValue().isObject()) {
        throw syntax();
      }
      for (var key : operator.getValue().properties()) {
        conditions.add(
            Condition.of(operator.getKey(), key.getKey(), texts(key.getValue()))
                .orElseThrow(() ->
                    new MalformedPolicyException("Invalid Condition type : " + operator.getKey())));
      }
    }
    return conditions;
  }

  /// A member or the one that is its opposite: only one of them may be there.
  private static JsonNode one(JsonNode node, String name, String opposite)
      throws MalformedPolicyException {
    if (node.has(name) && node.has(opposite)) {
      throw syntax();
    }
    return node.has(name) ? node.path(name) : node.path(opposite);
  }

  private static List<String> texts(JsonNode node) throws MalformedPolicyException {
    if (node.isMissingNode()) {
      return List.of();
    }
    var texts = new ArrayList<String>();
    for (var text : node.isArray() ? node : List.of(node)) {
      if (!text.isValueNode() || text.isNull()) {
        throw syntax();
      }
      texts.add(text.asString());
    }
    return texts;
  }

  private static MalformedPolicyException syntax() {
    return new MalformedPolicyException("Syntax errors in policy.");
  }
}
