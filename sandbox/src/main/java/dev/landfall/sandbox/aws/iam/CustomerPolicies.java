package dev.landfall.sandbox.aws.iam;

import dev.landfall.sandbox.aws.iam.policy.Policy;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.protocol.Xml;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Managed policies: those of an account, and those of AWS. Threads share it.
final class CustomerPolicies {
  private static final int LONGEST_NAME = 128;
  private static final int LARGEST = 6_144;
  private static final int MOST_VERSIONS = 5;
  private static final String ARN = "PolicyArn";
  private static final String DOCUMENT = "PolicyDocument";
  private static final String VERSIONS = "Versions";
  private static final String DEFAULT = "DefaultVersionId";
  private static final String LAST = "LastVersion";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Directory directory;
  private final Attachments attachments;

  CustomerPolicies(Directory directory, Attachments attachments) {
    this.directory = directory;
    this.attachments = attachments;
  }

  Map<String, Action> actions() {
    return Map.of(
        "CreatePolicy", this::create,
        "GetPolicy", this::get,
        "ListPolicies", this::list,
        "DeletePolicy", this::delete,
        "CreatePolicyVersion", this::createVersion,
        "GetPolicyVersion", this::getVersion,
        "ListPolicyVersions", this::listVersions,
        "DeletePolicyVersion", this::deleteVersion,
        "SetDefaultPolicyVersion", this::setDefault);
  }

  /// A managed policy, whoever manages it.
  private record Managed(String arn, String path, Optional<Resource> resource, JsonNode document) {
    String name() {
      return arn.substring(arn.lastIndexOf('/') + 1);
    }

    String text(String attribute, String other) {
      return resource
          .map(policy -> Directory.text(policy, attribute))
          .filter(text -> !text.isEmpty())
          .orElse(other);
    }
  }

  private static final String LONG_AGO = "2015-02-06T18:39:46Z";

  private static Managed managed(Resource policy) {
    return new Managed(
        policy.identifier(IamTypes.MANAGED_POLICY),
        Written.path(policy),
        Optional.of(policy),
        policy.properties().path(DOCUMENT));
  }

  private static Managed managed(String arn, JsonNode document) {
    var inner = arn.substring(arn.indexOf('/'));
    return new Managed(
        arn, inner.substring(0, inner.lastIndexOf('/') + 1), Optional.empty(), document);
  }

  private Managed found(Given given) throws AwsError {
    var arn = given.required(ARN);
    return ManagedPolicies.document(arn)
        .map(document -> managed(arn, document))
        .or(() ->
            directory
                .find(given.scope(), IamTypes.MANAGED_POLICY, arn)
                .map(CustomerPolicies::managed))
        .orElseThrow(() -> IamErrors.noSuchEntity("Policy " + arn + " was not found."));
  }

  /// One of the account's own.
  private Resource own(Given given) throws AwsError {
    return found(given)
        .resource()
        .orElseThrow(() ->
            new AwsError(
                "AccessDenied", 403, "A policy that AWS manages cannot be changed or deleted."));
  }

  private Reply create(Given given) throws AwsError {
    var name = given.name("PolicyName", LONGEST_NAME);
    var properties = Directory.object().put("ManagedPolicyName", name);
    given.path().ifPresent(text -> properties.put("Path", text));
    given.text("Description").ifPresent(text -> properties.put("Description", text));
    properties.set(DOCUMENT, document(given));
    Tagging.add(given, properties);
    var policy =
        directory.add(
            given.scope(),
            IamTypes.MANAGED_POLICY,
            properties,
            "A policy called " + name + " already exists. Duplicate names are not allowed.");
    return given.result(
        xml -> xml.element("Policy", one -> write(given.scope(), one, managed(policy))));
  }

  private static JsonNode document(Given given) throws AwsError {
    var text = given.required(DOCUMENT);
    if (text.replaceAll("\\s", "").length() > LARGEST) {
      throw IamErrors.limitExceeded("Cannot exceed quota for PolicySize: " + LARGEST);
    }
    return Documents.checked(text, Policy.Kind.IDENTITY);
  }

  private void write(Scope scope, Xml xml, Managed policy) {
    var created = policy.text("CreateDate", LONG_AGO);
    xml.text("PolicyName", policy.name())
        .text("PolicyId", policy.text("PolicyId", "ANPA" + fingerprint(policy.arn())))
        .text("Arn", policy.arn())
        .text("Path", policy.path())
        .text(DEFAULT, policy.text(DEFAULT, "v1"))
        .text("AttachmentCount", attachments.count(scope, policy.arn()))
        .text("PermissionsBoundaryUsageCount", 0)
        .text("IsAttachable", true)
        .text("CreateDate", created)
        .text("UpdateDate", policy.text("UpdateDate", created));
    policy
        .resource()
        .ifPresent(resource -> {
          var description = Directory.text(resource, "Description");
          if (!description.isEmpty()) {
            xml.text("Description", description);
          }
          Written.tags(xml, resource);
        });
  }

  private static String fingerprint(String arn) {
    return dev.landfall.sandbox.aws.protocol.Digests.hex(
            "SHA-256", arn.getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .toUpperCase(java.util.Locale.ROOT)
        .substring(0, 17);
  }

  private Reply get(Given given) throws AwsError {
    var policy = found(given);
    return given.result(xml -> xml.element("Policy", one -> write(given.scope(), one, policy)));
  }

  private Reply list(Given given) throws AwsError {
    var which = given.text("Scope").orElse("All");
    var all = new ArrayList<Managed>();
    if (!which.equals("AWS")) {
      directory
          .all(given.scope(), IamTypes.MANAGED_POLICY)
          .forEach(policy -> all.add(managed(policy)));
    }
    if (!which.equals("Local")) {
      ManagedPolicies.all(given.scope().partition())
          .forEach((arn, document) -> all.add(managed(arn, document)));
    }
    var attachedOnly = given.text("OnlyAttached").map(Boolean::parseBoolean).orElse(false);
    all.removeIf(policy ->
        !given.under(policy.path())
            || (attachedOnly && attachments.count(given.scope(), policy.arn()) == 0));
    return given.page("Policies", all, (xml, policy) -> write(given.scope(), xml, policy));
  }

  private Reply delete(Given given) throws AwsError {
    var policy = own(given);
    if (attachments.count(given.scope(), policy.identifier(IamTypes.MANAGED_POLICY)) > 0) {
      throw IamErrors.deleteConflict("Cannot delete a policy attached to entities.");
    }
    if (versions(policy).size() > 1) {
      throw IamErrors.deleteConflict(
          "This policy has more than one version. Before you delete a policy, you must delete the"
              + " policy's versions. The default version is deleted with the policy.");
    }
    directory.remove(given.scope(), IamTypes.MANAGED_POLICY, policy);
    return given.done();
  }

  /// @param created when
  private record PolicyVersion(String id, JsonNode document, String created) {}

  /// The versions, the oldest first. The default one is what the properties say, also when a stack
  /// has changed them.
  private static List<PolicyVersion> versions(Resource policy) {
    var current = current(policy);
    var all = new ArrayList<PolicyVersion>();
    for (var version : policy.attributes().getOrDefault(VERSIONS, JSON.arrayNode())) {
      var id = version.path("id").asString("");
      all.add(
          new PolicyVersion(
              id,
              id.equals(current) ? policy.properties().path(DOCUMENT) : version.path("document"),
              version.path("created").asString("")));
    }
    if (all.isEmpty()) {
      all.add(
          new PolicyVersion(
              current, policy.properties().path(DOCUMENT), Directory.text(policy, "CreateDate")));
    }
    return all;
  }

  private static String current(Resource policy) {
    var id = Directory.text(policy, DEFAULT);
    return id.isEmpty() ? "v1" : id;
  }

  private List<PolicyVersion> versions(Managed policy) {
    return policy
        .resource()
        .map(CustomerPolicies::versions)
        .orElseGet(() -> List.of(new PolicyVersion("v1", policy.document(), LONG_AGO)));
  }

  private Reply createVersion(Given given) throws AwsError {
    var policy = own(given);
    var document = document(given);
    var versions = new ArrayList<>(versions(policy));
    if (versions.size() >= MOST_VERSIONS) {
      throw IamErrors.limitExceeded(
          "A managed policy can have up to "
              + MOST_VERSIONS
              + " versions. Before you create a new version, you must delete an existing"
              + " version.");
    }
    int last = policy.attributes().getOrDefault(LAST, JSON.numberNode(1)).asInt() + 1;
    var version = new PolicyVersion("v" + last, document, directory.now());
    versions.add(version);
    var isDefault = given.text("SetAsDefault").map(Boolean::parseBoolean).orElse(false);
    keep(given, policy, versions, isDefault ? version.id() : current(policy), last);
    return given.result(
        xml -> xml.element("PolicyVersion", one -> write(one, version, isDefault, false)));
  }

  private void keep(
      Given given, Resource policy, List<PolicyVersion> versions, String current, int last)
      throws AwsError {
    directory.replace(
        given.scope(),
        IamTypes.MANAGED_POLICY,
        policy.identifier(IamTypes.MANAGED_POLICY),
        before -> {
          var attributes = new LinkedHashMap<>(before.attributes());
          var properties = before.properties().deepCopy();
          ArrayNode list = JSON.arrayNode();
          for (var version : versions) {
            list.addObject()
                .put("id", version.id())
                .put("created", version.created())
                .set("document", version.document());
            if (version.id().equals(current)) {
              properties.set(DOCUMENT, version.document());
            }
          }
          attributes.put(VERSIONS, list);
          attributes.put(DEFAULT, JSON.stringNode(current));
          attributes.put("UpdateDate", JSON.stringNode(directory.now()));
          attributes.put(LAST, JSON.numberNode(last));
          return new Resource(before.type(), properties, attributes);
        });
  }

  private static void write(Xml xml, PolicyVersion version, boolean isDefault, boolean whole) {
    if (whole) {
      xml.text("Document", Documents.encoded(version.document()));
    }
    xml.text("VersionId", version.id())
        .text("IsDefaultVersion", isDefault)
        .text("CreateDate", version.created());
  }

  private PolicyVersion version(Managed policy, String id) throws AwsError {
    return versions(policy).stream()
        .filter(version -> version.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            IamErrors.noSuchEntity(
                "Policy "
                    + policy.arn()
                    + " version "
                    + id
                    + " does not exist or is not attachable."));
  }

  private Reply getVersion(Given given) throws AwsError {
    var policy = found(given);
    var version = version(policy, given.required("VersionId"));
    var isDefault = version.id().equals(policy.text(DEFAULT, "v1"));
    return given.result(
        xml -> xml.element("PolicyVersion", one -> write(one, version, isDefault, true)));
  }

  private Reply listVersions(Given given) throws AwsError {
    var policy = found(given);
    var current = policy.text(DEFAULT, "v1");
    return given.page(
        VERSIONS,
        versions(policy).reversed(),
        (xml, version) -> write(xml, version, version.id().equals(current), false));
  }

  private Reply deleteVersion(Given given) throws AwsError {
    var policy = own(given);
    var version = version(managed(policy), given.required("VersionId"));
    if (version.id().equals(current(policy))) {
      throw IamErrors.deleteConflict("Cannot delete the default version of a policy.");
    }
    var rest = new ArrayList<>(versions(policy));
    rest.removeIf(other -> other.id().equals(version.id()));
    keep(given, policy, rest, current(policy), last(policy));
    return given.done();
  }

  private Reply setDefault(Given given) throws AwsError {
    var policy = own(given);
    var version = version(managed(policy), given.required("VersionId"));
    keep(given, policy, versions(policy), version.id(), last(policy));
    return given.done();
  }

  private static int last(Resource policy) {
    return policy.attributes().getOrDefault(LAST, JSON.numberNode(1)).asInt();
  }
}
