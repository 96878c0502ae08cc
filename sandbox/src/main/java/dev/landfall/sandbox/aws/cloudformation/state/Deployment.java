package dev.landfall.sandbox.aws.cloudformation.state;

import dev.landfall.cloudformation.template.Parameters;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A template with its parameters, and what it came to.
///
/// @param template its text
/// @param imports the exports of other stacks that it uses
public record Deployment(
    String template,
    Map<String, Parameters.Value> parameters,
    Map<String, String> tags,
    List<String> capabilities,
    Map<String, StackResource> resources,
    List<StackOutput> outputs,
    List<String> imports) {
  public Deployment {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    capabilities = List.copyOf(capabilities);
    resources = Collections.unmodifiableMap(new LinkedHashMap<>(resources));
    outputs = List.copyOf(outputs);
    imports = List.copyOf(imports);
  }

  /// Nothing at all: what a stack is before its creation.
  public static Deployment none() {
    return planned("", Map.of(), Map.of(), List.of());
  }

  /// Whether there is anything.
  public boolean isNone() {
    return template.isEmpty();
  }

  /// A template that has not been deployed.
  public static Deployment planned(
      String template,
      Map<String, Parameters.Value> parameters,
      Map<String, String> tags,
      List<String> capabilities) {
    return new Deployment(template, parameters, tags, capabilities, Map.of(), List.of(), List.of());
  }

  /// The resource under a logical id.
  public Optional<StackResource> resource(String logicalId) {
    return Optional.ofNullable(resources.get(logicalId));
  }

  /// With another set of resources.
  public Deployment with(Map<String, StackResource> newResources) {
    return new Deployment(template, parameters, tags, capabilities, newResources, outputs, imports);
  }

  /// With a resource added or changed.
  public Deployment with(StackResource resource) {
    var all = new LinkedHashMap<>(resources);
    all.put(resource.logicalId(), resource);
    return with(all);
  }

  /// Without a resource.
  public Deployment without(String logicalId) {
    var all = new LinkedHashMap<>(resources);
    all.remove(logicalId);
    return with(all);
  }

  /// With what it gives to others and takes from them.
  public Deployment with(List<StackOutput> newOutputs, List<String> newImports) {
    return new Deployment(
        template, parameters, tags, capabilities, resources, newOutputs, newImports);
  }
}
