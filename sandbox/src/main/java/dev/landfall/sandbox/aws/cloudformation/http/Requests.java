package dev.landfall.sandbox.aws.cloudformation.http;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.sandbox.aws.cloudformation.StackRequest;
import dev.landfall.sandbox.aws.cloudformation.state.StackSettings.OnFailure;
import dev.landfall.sandbox.aws.protocol.Parameters;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the parameters of a call say.
final class Requests {
  private static final String TRUE = "true";

  /// What is not honoured, and would change what happens.
  private static final List<String> REFUSED =
      List.of(
          "ImportExistingResources",
          "IncludeNestedStacks",
          "ResourceTypes",
          "ResourcesToImport",
          "RollbackConfiguration",
          "StackPolicyDuringUpdateBody",
          "StackPolicyDuringUpdateURL",
          "StackPolicyURL",
          "TimeoutInMinutes");

  private Requests() {}

  /// A call that makes or changes a stack, or a change set.
  ///
  /// @param token the name of the parameter with the client's token
  static StackRequest of(Parameters call, String token) throws CloudFormationException {
    for (var name : REFUSED) {
      if (call.has(name) && !isNothing(call, name)) {
        throw CloudFormationException.notHonoured(name);
      }
    }
    var values = new LinkedHashMap<String, String>();
    var kept = new LinkedHashSet<String>();
    for (var parameter : call.structures("Parameters")) {
      var key = parameter.text("ParameterKey").orElse("");
      if (parameter.text("UsePreviousValue").filter(TRUE::equals).isPresent()) {
        kept.add(key);
      } else {
        values.put(key, parameter.text("ParameterValue").orElse(""));
      }
    }
    return new StackRequest(
        required(call, "StackName"),
        call.text("TemplateBody"),
        call.text("TemplateURL"),
        flag(call, "UsePreviousTemplate"),
        values,
        kept,
        call.has("Tags") ? Optional.of(tags(call)) : Optional.empty(),
        call.texts("Capabilities"),
        call.has("NotificationARNs")
            ? Optional.of(call.texts("NotificationARNs"))
            : Optional.empty(),
        call.text("RoleARN"),
        onFailure(call),
        flag(call, "RetainExceptOnCreate"),
        call.text("EnableTerminationProtection").map(TRUE::equals),
        call.text("StackPolicyBody"),
        call.text(token));
  }

  /// Whether a parameter says what is the case anyway.
  private static boolean isNothing(Parameters call, String name) {
    return call.text(name).filter(value -> value.equals("false")).isPresent();
  }

  private static Map<String, String> tags(Parameters call) {
    var tags = new LinkedHashMap<String, String>();
    call.structures("Tags")
        .forEach(tag -> tags.put(tag.text("Key").orElse(""), tag.text("Value").orElse("")));
    return tags;
  }

  /// What is to follow a failure. A change set, and an update, leave what they have done in a state
  /// that can be changed.
  static Optional<OnFailure> onFailure(Parameters call) throws CloudFormationException {
    var disabled = call.text("DisableRollback").map(TRUE::equals);
    var word = call.text("OnFailure");
    if (disabled.isPresent() && word.isPresent()) {
      throw CloudFormationException.validation(
          "You can't specify both DisableRollback and OnFailure");
    }
    if (word.isPresent()) {
      return Optional.of(onFailure("onFailure", word.get()));
    }
    var ofChangeSet = call.text("OnStackFailure");
    if (ofChangeSet.isPresent()) {
      var wanted = onFailure("onStackFailure", ofChangeSet.get());
      return Optional.of(wanted == OnFailure.DO_NOTHING ? OnFailure.PRESERVE : wanted);
    }
    return disabled.map(off -> off ? OnFailure.PRESERVE : OnFailure.ROLLBACK);
  }

  private static OnFailure onFailure(String member, String word) throws CloudFormationException {
    return switch (word) {
      case "DO_NOTHING" -> OnFailure.DO_NOTHING;
      case "ROLLBACK" -> OnFailure.ROLLBACK;
      case "DELETE" -> OnFailure.DELETE;
      default ->
          throw member(
              member, word, "Member must satisfy enum value set: [DELETE, DO_NOTHING, ROLLBACK]");
    };
  }

  static boolean flag(Parameters call, String name) {
    return call.text(name).filter(TRUE::equals).isPresent();
  }

  static Set<String> names(Parameters call, String name) {
    return new LinkedHashSet<>(call.texts(name));
  }

  static String required(Parameters call, String name) throws CloudFormationException {
    var value = call.text(name);
    if (value.isEmpty() || value.get().isEmpty()) {
      throw member(
          Character.toLowerCase(name.charAt(0)) + name.substring(1),
          "null",
          "Member must not be null");
    }
    return value.get();
  }

  private static CloudFormationException member(String member, String value, String constraint) {
    return CloudFormationException.validation(
        "1 validation error detected: Value '"
            + value
            + "' at '"
            + member
            + "' failed to satisfy constraint: "
            + constraint);
  }
}
