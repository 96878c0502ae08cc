package dev.landfall.cloudformation.template;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// What a caller has to acknowledge before a template may change permissions (CloudFormation User
/// Guide, "Acknowledging IAM resources").
public final class Capabilities {
  /// Rights may change.
  public static final String IAM = "CAPABILITY_IAM";

  /// Rights may change under names that the template gives.
  public static final String NAMED = "CAPABILITY_NAMED_IAM";

  private static final Map<String, String> NAMES =
      Map.of(
          "AWS::IAM::Group", "GroupName",
          "AWS::IAM::InstanceProfile", "InstanceProfileName",
          "AWS::IAM::ManagedPolicy", "ManagedPolicyName",
          "AWS::IAM::Role", "RoleName",
          "AWS::IAM::User", "UserName");
  private static final Set<String> OTHERS =
      Set.of("AWS::IAM::AccessKey", "AWS::IAM::Policy", "AWS::IAM::UserToGroupAddition");

  /// What is needed, and by which types.
  public record Needed(List<String> capabilities, List<String> types) {
    public Needed {
      capabilities = List.copyOf(capabilities);
      types = List.copyOf(types);
    }

    /// As `GetTemplateSummary` says it.
    public String reason() {
      return "The following resource(s) require capabilities: [" + String.join(", ", types) + "]";
    }
  }

  private Capabilities() {}

  /// What a template needs.
  public static Needed of(Template template) {
    var types = new TreeSet<String>();
    boolean named = false;
    for (var resource : template.resources().values()) {
      if (isNeededBy(resource.type())) {
        types.add(resource.type());
        named |= isNamed(resource.type(), resource.properties());
      }
    }
    return new Needed(
        types.isEmpty() ? List.of() : List.of(named ? NAMED : IAM), List.copyOf(types));
  }

  /// Whether a type changes rights.
  public static boolean isNeededBy(String type) {
    return NAMES.containsKey(type) || OTHERS.contains(type);
  }

  /// Whether a resource that changes rights gets its name from the template.
  public static boolean isNamed(String type, JsonNode properties) {
    var name = NAMES.get(type);
    return name != null && properties.has(name);
  }

  /// Refuses a template whose capabilities have not been acknowledged.
  public static void require(Template template, Collection<String> given)
      throws CloudFormationException {
    for (var needed : of(template).capabilities()) {
      if (!given.contains(needed) && !given.contains(NAMED)) {
        throw CloudFormationException.of(
            "InsufficientCapabilitiesException", 400, "Requires capabilities : [" + needed + "]");
      }
    }
  }
}
