package dev.landfall.cloudformation.stack;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.cloudformation.template.TemplateReader;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.ProviderException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudformation.model.TemplateStage;
import tools.jackson.databind.JsonNode;

/// What is in a stack and in the stacks that it nests, and what becomes of each when the stack is
/// deleted. For one thread.
final class StackContents {
  private static final String NESTED = "AWS::CloudFormation::Stack";
  private static final String FAILED = "DELETE_FAILED";
  private static final String DELETE = "Delete";

  private final Stacks stacks;
  private final StackAddress address;
  private final Set<String> retain;

  /// @param retain the logical ids that the component names: where a deletion failed, they may be
  ///   left out of the next one
  StackContents(Stacks stacks, StackAddress address, List<String> retain) {
    this.stacks = stacks;
    this.address = address;
    this.retain = Set.copyOf(retain);
  }

  /// A resource.
  ///
  /// @param address the logical id, behind those of the nested stacks that it is in
  /// @param fate its deletion policy, or why it stays besides
  record Held(String address, StackResourceSummary resource, String fate) {
    String type() {
      return resource.resourceType();
    }

    String physicalId() {
      return resource.physicalResourceId();
    }

    boolean isKept() {
      return fate.startsWith("Retain") || isLeftOut();
    }

    /// Whether the call has to name it.
    boolean isLeftOut() {
      return fate.equals(LEFT_OUT);
    }

    boolean isSnapshot() {
      return fate.equals("Snapshot");
    }

    /// Why it stays.
    String reason() {
      return isLeftOut()
          ? "it cannot be deleted, and `retain` names it"
          : "its deletion policy is " + fate;
    }

    @Override
    public String toString() {
      return address + " (" + type() + " " + physicalId() + ")";
    }

    private static final String LEFT_OUT = "left out";
  }

  /// All that is there.
  List<Held> of(LiveStack live) throws ProviderException, InterruptedException {
    var all = new ArrayList<Held>();
    collect(address, live, "", all);
    return all;
  }

  private void collect(StackAddress of, LiveStack live, String prefix, List<Held> all)
      throws ProviderException, InterruptedException {
    var policies = live.isOnlyPlanned() ? Map.<String, String>of() : policies(of, live);
    for (var resource : stacks.resources(of, Optional.of(live))) {
      if (!isThere(resource)) {
        continue;
      }
      var id = resource.logicalResourceId();
      var mayBeLeftOut =
          prefix.isEmpty()
              && live.status().equals(FAILED)
              && FAILED.equals(resource.resourceStatusAsString())
              && retain.contains(id);
      var held =
          new Held(
              prefix + id,
              resource,
              mayBeLeftOut ? Held.LEFT_OUT : policies.getOrDefault(id, DELETE));
      all.add(held);
      if (held.type().equals(NESTED) && !held.isKept()) {
        var nested = new StackAddress(of.connection(), held.physicalId());
        var found = stacks.describe(nested);
        if (found.isPresent()) {
          collect(nested, found.get(), held.address() + "/", all);
        }
      }
    }
  }

  private static boolean isThere(StackResourceSummary resource) {
    return resource.physicalResourceId() != null
        && !resource.physicalResourceId().isEmpty()
        && !"DELETE_COMPLETE".equals(resource.resourceStatusAsString());
  }

  /// The deletion policies of the template that is deployed, by logical id.
  private Map<String, String> policies(StackAddress of, LiveStack live)
      throws ProviderException, InterruptedException {
    try {
      var text =
          stacks
              .client(of)
              .getTemplate(r -> r.stackName(live.id()).templateStage(TemplateStage.PROCESSED))
              .templateBody();
      var policies = new HashMap<String, String>();
      for (var resource : TemplateReader.read(text).path("Resources").properties()) {
        policies.put(resource.getKey(), policy(resource.getValue()));
      }
      return policies;
    } catch (SdkException e) {
      throw Refusals.of(e, "The template of stack " + of.stack() + " cannot be read");
    } catch (CloudFormationException e) {
      throw new ProviderException(
          Kind.FAILED,
          "What stack " + of.stack() + " keeps cannot be told: " + e.getMessage(),
          "Delete it by the console, or deploy a template that can be read.",
          e);
    }
  }

  /// Source: CloudFormation Template Reference, DeletionPolicy attribute, also for what holds when
  /// there is none.
  private static String policy(JsonNode resource) {
    var type = resource.path("Type").asString("");
    boolean isOfCluster = resource.path("Properties").has("DBClusterIdentifier");
    var otherwise =
        type.equals("AWS::RDS::DBCluster") || (type.equals("AWS::RDS::DBInstance") && !isOfCluster)
            ? "Snapshot"
            : DELETE;
    return resource.path("DeletionPolicy").asString(otherwise);
  }
}
