package dev.landfall.sandbox.aws.iam;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The policies of roles, users and groups. What a stack has made apart, an inline policy or a
/// managed one that names whom it is for, counts as well. Threads share it.
final class Attachments {
  private static final int MOST_ATTACHED = 10;
  private static final String ARNS = "ManagedPolicyArns";
  private static final String POLICIES = "Policies";
  private static final String NAME = "PolicyName";
  private static final String DOCUMENT = "PolicyDocument";

  private final Directory directory;

  Attachments(Directory directory) {
    this.directory = directory;
  }

  /// The inline policies by their names.
  Map<String, JsonNode> inline(Scope scope, Holder holder, String name) {
    var all = new TreeMap<String, JsonNode>();
    for (var policy : directory.all(scope, IamTypes.POLICY)) {
      if (Directory.texts(policy, holder.several()).contains(name)) {
        all.put(Directory.text(policy, NAME), policy.properties().path(DOCUMENT));
      }
    }
    for (var policy : directory.all(scope, holder.inline())) {
      if (Directory.text(policy, holder.nameProperty()).equals(name)) {
        all.put(Directory.text(policy, NAME), policy.properties().path(DOCUMENT));
      }
    }
    directory
        .find(scope, holder.type(), name)
        .ifPresent(found ->
            found
                .properties()
                .path(POLICIES)
                .forEach(policy -> all.put(policy.path(NAME).asString(""), policy.path(DOCUMENT))));
    return all;
  }

  void putInline(Scope scope, Holder holder, String name, String policy, JsonNode document)
      throws AwsError {
    directory.change(
        scope,
        holder.type(),
        name,
        properties -> {
          var policies = without(properties, policy);
          policies.addObject().put(NAME, policy).set(DOCUMENT, document);
          properties.set(POLICIES, policies);
        });
  }

  /// Also from what a stack has made apart.
  void deleteInline(Scope scope, Holder holder, String name, String policy) throws AwsError {
    for (var apart : directory.all(scope, IamTypes.POLICY)) {
      if (Directory.text(apart, NAME).equals(policy)) {
        withdraw(scope, IamTypes.POLICY, apart, holder, name);
      }
    }
    for (var apart : directory.all(scope, holder.inline())) {
      if (Directory.text(apart, NAME).equals(policy)
          && Directory.text(apart, holder.nameProperty()).equals(name)) {
        directory.remove(scope, holder.inline(), apart);
      }
    }
    directory.change(
        scope,
        holder.type(),
        name,
        properties -> keep(properties, POLICIES, without(properties, policy)));
  }

  private static ArrayNode without(ObjectNode properties, String policy) {
    var rest = properties.arrayNode();
    for (var present : properties.path(POLICIES)) {
      if (!present.path(NAME).asString("").equals(policy)) {
        rest.add(present);
      }
    }
    return rest;
  }

  private static void keep(ObjectNode properties, String name, ArrayNode values) {
    if (values.isEmpty()) {
      properties.remove(name);
    } else {
      properties.set(name, values);
    }
  }

  private void withdraw(Scope scope, ResourceType type, Resource policy, Holder holder, String name)
      throws AwsError {
    directory.change(
        scope,
        type,
        policy.identifier(type),
        properties ->
            keep(properties, holder.several(), others(properties, holder.several(), name)));
  }

  private static ArrayNode others(ObjectNode properties, String list, String name) {
    var rest = properties.arrayNode();
    for (var present : properties.path(list)) {
      if (!present.asString("").equals(name)) {
        rest.add(present);
      }
    }
    return rest;
  }

  /// The ARNs of the managed policies, in the order in which they were attached.
  List<String> attached(Scope scope, Holder holder, String name) {
    var all = new LinkedHashSet<String>();
    directory
        .find(scope, holder.type(), name)
        .ifPresent(found -> all.addAll(Directory.texts(found, ARNS)));
    for (var policy : directory.all(scope, IamTypes.MANAGED_POLICY)) {
      if (Directory.texts(policy, holder.several()).contains(name)) {
        all.add(policy.identifier(IamTypes.MANAGED_POLICY));
      }
    }
    return List.copyOf(all);
  }

  void attach(Scope scope, Holder holder, String name, String arn) throws AwsError {
    checkExists(scope, arn);
    var present = attached(scope, holder, name);
    if (present.contains(arn)) {
      return;
    }
    if (present.size() >= MOST_ATTACHED) {
      throw IamErrors.limitExceeded(
          "Cannot exceed quota for PoliciesPer" + holder.word() + ": " + MOST_ATTACHED);
    }
    directory.change(
        scope, holder.type(), name, properties -> properties.withArray("/" + ARNS).add(arn));
  }

  /// Also from a managed policy that names whom it is for.
  void detach(Scope scope, Holder holder, String name, String arn) throws AwsError {
    if (!attached(scope, holder, name).contains(arn)) {
      throw IamErrors.noSuchEntity("Policy " + arn + " was not found.");
    }
    var policy = directory.find(scope, IamTypes.MANAGED_POLICY, arn);
    if (policy.isPresent()) {
      withdraw(scope, IamTypes.MANAGED_POLICY, policy.get(), holder, name);
    }
    directory.change(
        scope,
        holder.type(),
        name,
        properties -> keep(properties, ARNS, others(properties, ARNS, arn)));
  }

  /// @throws AwsError for a managed policy that there is not
  void checkExists(Scope scope, String arn) throws AwsError {
    if (document(scope, arn).isEmpty()) {
      throw IamErrors.noSuchEntity("Policy " + arn + " does not exist or is not attachable.");
    }
  }

  /// The default version of a managed policy.
  Optional<JsonNode> document(Scope scope, String arn) {
    return ManagedPolicies.isManagedByAws(arn)
        ? ManagedPolicies.document(arn)
        : directory
            .find(scope, IamTypes.MANAGED_POLICY, arn)
            .map(policy -> policy.properties().path(DOCUMENT));
  }

  /// To how many a managed policy is attached.
  long count(Scope scope, String arn) {
    long count = 0;
    for (var holder : Holder.values()) {
      for (var one : directory.all(scope, holder.type())) {
        if (attached(scope, holder, one.identifier(holder.type())).contains(arn)) {
          count++;
        }
      }
    }
    return count;
  }

  /// All documents that count for one.
  List<JsonNode> documents(Scope scope, Holder holder, String name) {
    var all = new ArrayList<>(inline(scope, holder, name).values());
    attached(scope, holder, name).forEach(arn -> document(scope, arn).ifPresent(all::add));
    return all;
  }
}
