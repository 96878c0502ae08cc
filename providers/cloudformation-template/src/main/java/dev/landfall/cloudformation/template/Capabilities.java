package dev.landfall.cloudformation.template;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What a caller has to acknowledge before a template may change permissions (CloudFormation User
/// Guide, "Acknowledging IAM resources").
public final class Capabilities {
  private static final String IAM = "CAPABILITY_IAM";
  private static final String NAMED = "CAPABILITY_NAMED_IAM";
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
      var name = NAMES.get(resource.type());
      if (name != null || OTHERS.contains(resource.type())) {
        types.add(resource.type());
        named |= name != null && resource.properties().has(name);
      }
    }
    return new Needed(
        types.isEmpty() ? List.of() : List.of(named ? NAMED : IAM), List.copyOf(types));
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
