package dev.landfall.cloudformation.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Where `{{resolve:ssm-secure:…}}` may stand.
///
/// Source: "Resources that support dynamic parameter patterns for secure strings" in the
/// CloudFormation User Guide.
public final class SecureReferences {
  private static final Set<String> SUPPORTED =
      Set.of(
          "AWS::DirectoryService::MicrosoftAD/Properties/Password",
          "AWS::DirectoryService::SimpleAD/Properties/Password",
          "AWS::ElastiCache::ReplicationGroup/Properties/AuthToken",
          "AWS::IAM::User/Properties/LoginProfile/Password",
          "AWS::KinesisFirehose::DeliveryStream/Properties/RedshiftDestinationConfiguration/Password",
          "AWS::OpsWorks::App/Properties/AppSource/Password",
          "AWS::OpsWorks::Stack/Properties/CustomCookbooksSource/Password",
          "AWS::OpsWorks::Stack/Properties/RdsDbInstances",
          "AWS::RDS::DBCluster/Properties/MasterUserPassword",
          "AWS::RDS::DBInstance/Properties/MasterUserPassword",
          "AWS::Redshift::Cluster/Properties/MasterUserPassword");

  private SecureReferences() {}

  /// Whether a property may hold such references.
  ///
  /// @param place the type and the names of properties down to the first list, as in
  ///   `AWS::IAM::User/Properties/LoginProfile/Password`
  public static boolean isSupported(String place) {
    return SUPPORTED.contains(place);
  }

  /// The places in a resource with references that may not stand there.
  ///
  /// @param versioned whether those with a version are looked for, or those without
  public static List<String> unsupported(Template.ResourceDeclaration resource, boolean versioned) {
    var found = new ArrayList<String>();
    visit(resource.type() + "/Properties", resource.properties(), versioned, found);
    return found;
  }

  private static void visit(String place, JsonNode node, boolean versioned, List<String> found) {
    if (!node.isObject() || isFunction(node)) {
      for (var reference : DynamicReference.inTemplate(node)) {
        if (reference instanceof DynamicReference.Parameter parameter
            && parameter.secure()
            && parameter.version().isPresent() == versioned
            && !isSupported(place)) {
          found.add(place);
        }
      }
      return;
    }
    for (var member : node.properties()) {
      visit(place + "/" + member.getKey(), member.getValue(), versioned, found);
    }
  }

  private static boolean isFunction(JsonNode node) {
    return node.size() == 1 && node.propertyNames().iterator().next().startsWith("Fn::");
  }

  /// What CloudFormation says of them.
  public static String refusal(List<String> places) {
    return "SSM Secure reference is not supported in: [" + String.join(",", places) + "]";
  }
}
