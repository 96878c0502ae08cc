package dev.landfall.sandbox.aws.cloudformation.state;

import dev.landfall.cloudformation.template.Template;
import dev.landfall.sandbox.aws.resource.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A resource of a stack.
///
/// @param physicalId empty as long as there is none
/// @param resource as it was deployed, with its values; dynamic references stand as they are
/// @param needs the resources it depends on
/// @param others metadata and policies, by the name of the attribute
/// @param digests of what the dynamic references to plain parameters stood for, by their text
public record StackResource(
    String logicalId,
    String type,
    String physicalId,
    ResourceStatus status,
    Optional<String> reason,
    Instant timestamp,
    Resource resource,
    List<String> needs,
    Template.Policy deletionPolicy,
    Template.Policy updateReplacePolicy,
    Map<String, JsonNode> others,
    Map<String, String> digests) {
  /// Rows of older versions have no digests.
  public StackResource {
    needs = List.copyOf(needs);
    others = Map.copyOf(others);
    digests = digests == null ? Map.of() : Map.copyOf(digests);
  }

  /// In another state.
  public StackResource with(ResourceStatus newStatus, Optional<String> newReason, Instant at) {
    return new StackResource(
        logicalId,
        type,
        physicalId,
        newStatus,
        newReason,
        at,
        resource,
        needs,
        deletionPolicy,
        updateReplacePolicy,
        others,
        digests);
  }

  /// With what is behind it.
  public StackResource with(String newPhysicalId, Resource newResource) {
    return new StackResource(
        logicalId,
        type,
        newPhysicalId,
        status,
        reason,
        timestamp,
        newResource,
        needs,
        deletionPolicy,
        updateReplacePolicy,
        others,
        digests);
  }

  /// To stay when its stack is deleted.
  public StackResource retained() {
    return new StackResource(
        logicalId,
        type,
        physicalId,
        status,
        reason,
        timestamp,
        resource,
        needs,
        Template.Policy.RETAIN,
        updateReplacePolicy,
        others,
        digests);
  }

  /// As a template declares it, whatever is behind it.
  public StackResource declared(Template.ResourceDeclaration declaration, List<String> newNeeds) {
    return new StackResource(
        logicalId,
        type,
        physicalId,
        status,
        reason,
        timestamp,
        resource,
        newNeeds,
        declaration.deletionPolicy(),
        declaration.updateReplacePolicy(),
        declaration.others(),
        digests);
  }

  /// With what its dynamic references stand for.
  public StackResource withDigests(Map<String, String> newDigests) {
    return new StackResource(
        logicalId,
        type,
        physicalId,
        status,
        reason,
        timestamp,
        resource,
        needs,
        deletionPolicy,
        updateReplacePolicy,
        others,
        newDigests);
  }
}
