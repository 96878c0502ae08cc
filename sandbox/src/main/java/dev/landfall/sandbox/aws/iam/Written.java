package dev.landfall.sandbox.aws.iam;

import dev.landfall.sandbox.aws.protocol.Xml;
import dev.landfall.sandbox.aws.resource.Resource;
import java.util.Optional;

/// Resources as IAM's answers have them.
final class Written {
  private Written() {}

  static String path(Resource resource) {
    return Optional.of(Directory.text(resource, "Path")).filter(p -> !p.isEmpty()).orElse("/");
  }

  private static void optional(Xml xml, String name, String value) {
    if (!value.isEmpty()) {
      xml.text(name, value);
    }
  }

  private static void head(Xml xml, Resource resource, String kind) {
    xml.text("Path", path(resource))
        .text(kind + "Name", Directory.text(resource, kind + "Name"))
        .text(kind + "Id", Directory.text(resource, kind + "Id"))
        .text("Arn", Directory.text(resource, "Arn"))
        .text("CreateDate", Directory.text(resource, "CreateDate"));
  }

  /// @param whole with what lists leave out
  static void role(Xml xml, Resource role, boolean whole) {
    head(xml, role, "Role");
    xml.text(
        "AssumeRolePolicyDocument",
        Documents.encoded(role.properties().path("AssumeRolePolicyDocument")));
    optional(xml, "Description", Directory.text(role, "Description"));
    xml.text(
        "MaxSessionDuration",
        role.properties().path("MaxSessionDuration").asInt(Roles.USUAL_SESSION));
    if (whole) {
      boundary(xml, role);
      tags(xml, role);
    }
  }

  static void user(Xml xml, Resource user, boolean whole) {
    head(xml, user, "User");
    if (whole) {
      boundary(xml, user);
      tags(xml, user);
    }
  }

  private static void boundary(Xml xml, Resource holder) {
    var arn = Directory.text(holder, "PermissionsBoundary");
    if (!arn.isEmpty()) {
      xml.element(
          "PermissionsBoundary",
          inner ->
              inner.text("PermissionsBoundaryType", "Policy").text("PermissionsBoundaryArn", arn));
    }
  }

  static void tags(Xml xml, Resource resource) {
    var tags = resource.properties().path("Tags");
    if (!tags.isEmpty()) {
      xml.element(
          "Tags",
          list ->
              tags.forEach(tag ->
                  list.element(
                      "member",
                      one ->
                          one.text("Key", tag.path("Key").asString(""))
                              .text("Value", tag.path("Value").asString("")))));
    }
  }
}
