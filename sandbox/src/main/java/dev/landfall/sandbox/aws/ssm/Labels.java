package dev.landfall.sandbox.aws.ssm;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Names of single versions; each is at one version at most. Wants the store's lock to be held.
///
/// Source: "Working with parameter labels" in the AWS Systems Manager User Guide.
final class Labels {
  private static final int MOST = 10;

  private final ParameterStore store;

  Labels(ParameterStore store) {
    this.store = store;
  }

  private static Set<String> wanted(ObjectNode given) throws AwsError {
    var labels = new LinkedHashSet<String>();
    given.path("Labels").valueStream().map(JsonNode::asString).forEach(labels::add);
    if (labels.isEmpty() || given.path("Labels").size() > MOST) {
      throw SsmErrors.invalid(
          labels.toString(), "labels", "Member must have length between 1 and 10");
    }
    return labels;
  }

  private static boolean valid(String label) {
    var lower = label.toLowerCase(Locale.ROOT);
    return label.matches("[a-zA-Z_.-][\\w.-]{0,99}")
        && !lower.startsWith("aws")
        && !lower.startsWith("ssm");
  }

  private List<Version> versions(Scope scope, String name) throws AwsError {
    if (store.get(scope, name).isEmpty()) {
      throw SsmErrors.noParameter(name);
    }
    return store.versions(scope, name);
  }

  private static Version version(String name, List<Version> all, long number) throws AwsError {
    return all.stream()
        .filter(one -> one.number() == number)
        .findFirst()
        .orElseThrow(() -> SsmErrors.noVersion(name, Long.toString(number)));
  }

  ObjectNode label(Scope scope, ObjectNode given) throws AwsError {
    var name = given.path("Name").asString("");
    var all = versions(scope, name);
    var target = version(name, all, given.path("ParameterVersion").asLong(all.getLast().number()));
    var good = new LinkedHashSet<String>();
    var bad = new ArrayList<String>();
    for (var label : wanted(given)) {
      if (valid(label)) {
        good.add(label);
      } else {
        bad.add(label);
      }
    }
    var labels = new LinkedHashSet<>(target.labels());
    labels.addAll(good);
    if (labels.size() > MOST) {
      throw SsmErrors.of(
          "ParameterVersionLabelLimitExceeded",
          "A parameter version can have maximum 10 labels. Move one or more labels to another"
              + " version and try again.");
    }
    var changed = new LinkedHashMap<Long, Version>();
    for (var version : all) {
      if (version.labels().stream().anyMatch(good::contains)) {
        changed.put(version.number(), without(version, good));
      }
    }
    changed.put(target.number(), target.labelled(List.copyOf(labels)));
    store.change(scope, name, List.copyOf(changed.values()));
    var answer = JsonTexts.object().put("ParameterVersion", target.number());
    var invalid = answer.putArray("InvalidLabels");
    bad.forEach(invalid::add);
    return answer;
  }

  private static Version without(Version version, Set<String> labels) {
    return version.labelled(
        version.labels().stream().filter(label -> !labels.contains(label)).toList());
  }

  ObjectNode unlabel(Scope scope, ObjectNode given) throws AwsError {
    var name = given.path("Name").asString("");
    var target = version(name, versions(scope, name), given.path("ParameterVersion").asLong(0));
    var labels = wanted(given);
    store.change(scope, name, List.of(without(target, labels)));
    var answer = JsonTexts.object();
    var removed = answer.putArray("RemovedLabels");
    var invalid = answer.putArray("InvalidLabels");
    labels.forEach(label -> (target.labels().contains(label) ? removed : invalid).add(label));
    return answer;
  }
}
