package dev.landfall.sandbox.aws.s3;

import static dev.landfall.sandbox.aws.s3.XmlField.flag;
import static dev.landfall.sandbox.aws.s3.XmlField.group;
import static dev.landfall.sandbox.aws.s3.XmlField.groups;
import static dev.landfall.sandbox.aws.s3.XmlField.number;
import static dev.landfall.sandbox.aws.s3.XmlField.text;
import static dev.landfall.sandbox.aws.s3.XmlField.texts;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.resource.ResourceException;
import dev.landfall.sandbox.aws.s3.XmlField.UnknownFieldException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The properties of an `AWS::S3::Bucket` as sub-resources of a bucket, and back.
///
/// Source: "AWS::S3::Bucket" in the CloudFormation Template Reference, and the Amazon S3 API
/// Reference.
final class BucketProperties {
  static final String NAME = "BucketName";

  private static final String TAGS = "Tags";
  private static final String VERSIONING = "VersioningConfiguration";

  /// A property that is a sub-resource.
  ///
  /// @param subResource its name
  /// @param root of its XML
  private record Kind(String property, String subResource, String root, List<XmlField> fields) {
    static Kind of(String property, String subResource, String root, XmlField... fields) {
      return new Kind(property, subResource, root, List.of(fields));
    }
  }

  private static final XmlField KEYS =
      group(
          "Filter",
          "Filter",
          group("S3Key", "S3Key", groups("Rules", "FilterRule", text("Name"), text("Value"))));

  private static final List<Kind> KINDS =
      List.of(
          Kind.of(
              "BucketEncryption",
              "encryption",
              "ServerSideEncryptionConfiguration",
              groups(
                  "ServerSideEncryptionConfiguration",
                  "Rule",
                  group(
                      "ServerSideEncryptionByDefault",
                      "ApplyServerSideEncryptionByDefault",
                      text("SSEAlgorithm"),
                      text("KMSMasterKeyID")),
                  flag("BucketKeyEnabled"))),
          Kind.of(
              "PublicAccessBlockConfiguration",
              "publicAccessBlock",
              "PublicAccessBlockConfiguration",
              flag("BlockPublicAcls"),
              flag("IgnorePublicAcls"),
              flag("BlockPublicPolicy"),
              flag("RestrictPublicBuckets")),
          Kind.of(
              "OwnershipControls",
              "ownershipControls",
              "OwnershipControls",
              groups("Rules", "Rule", text("ObjectOwnership"))),
          Kind.of(
              "LifecycleConfiguration",
              "lifecycle",
              "LifecycleConfiguration",
              groups(
                  "Rules",
                  "Rule",
                  text("Id", "ID"),
                  text("Prefix", "Filter/Prefix"),
                  text("Status"),
                  text("ExpirationDate", "Expiration/Date"),
                  number("ExpirationInDays", "Expiration/Days"),
                  flag("ExpiredObjectDeleteMarker", "Expiration/ExpiredObjectDeleteMarker"),
                  groups(
                      "Transitions",
                      "Transition",
                      text("TransitionDate", "Date"),
                      number("TransitionInDays", "Days"),
                      text("StorageClass")),
                  groups(
                      "NoncurrentVersionTransitions",
                      "NoncurrentVersionTransition",
                      number("TransitionInDays", "NoncurrentDays"),
                      text("StorageClass")),
                  group(
                      "NoncurrentVersionExpiration",
                      "NoncurrentVersionExpiration",
                      number("NoncurrentDays", "NoncurrentDays"),
                      number("NewerNoncurrentVersions", "NewerNoncurrentVersions")),
                  group(
                      "AbortIncompleteMultipartUpload",
                      "AbortIncompleteMultipartUpload",
                      number("DaysAfterInitiation", "DaysAfterInitiation")))),
          Kind.of(
              "CorsConfiguration",
              "cors",
              "CORSConfiguration",
              groups(
                  "CorsRules",
                  "CORSRule",
                  text("Id", "ID"),
                  texts("AllowedHeaders", "AllowedHeader"),
                  texts("AllowedMethods", "AllowedMethod"),
                  texts("AllowedOrigins", "AllowedOrigin"),
                  texts("ExposedHeaders", "ExposeHeader"),
                  number("MaxAge", "MaxAgeSeconds"))),
          Kind.of(
              "LoggingConfiguration",
              "logging",
              "BucketLoggingStatus",
              text("DestinationBucketName", "LoggingEnabled/TargetBucket"),
              text("LogFilePrefix", "LoggingEnabled/TargetPrefix")),
          Kind.of(
              "NotificationConfiguration",
              "notification",
              "NotificationConfiguration",
              groups(
                  "QueueConfigurations", "QueueConfiguration", text("Queue"), text("Event"), KEYS),
              groups(
                  "TopicConfigurations", "TopicConfiguration", text("Topic"), text("Event"), KEYS),
              groups(
                  "LambdaConfigurations",
                  "CloudFunctionConfiguration",
                  text("Function", "CloudFunction"),
                  text("Event"),
                  KEYS)));

  private static final List<XmlField> TAG_SET =
      List.of(groups(TAGS, "TagSet/Tag", text("Key"), text("Value")));
  private static final Set<String> OTHERS = Set.of(NAME, TAGS, VERSIONING, "AccessControl");

  private BucketProperties() {}

  /// The sub-resources that properties ask for.
  ///
  /// @param tags those of the stack
  /// @throws ResourceException for a property that the sandbox does not honour
  static Map<String, String> documents(ObjectNode properties, Map<String, String> tags)
      throws ResourceException {
    var documents = new TreeMap<String, String>();
    try {
      for (var name : properties.propertyNames()) {
        if (KINDS.stream().noneMatch(kind -> kind.property().equals(name))
            && !OTHERS.contains(name)) {
          throw new UnknownFieldException(name);
        }
      }
      var access = properties.path("AccessControl").asString("Private");
      if (!access.equals("Private")) {
        throw new ResourceException(
            "InvalidRequest",
            "Bucket cannot have ACLs set with ObjectOwnership's" + " BucketOwnerEnforced setting");
      }
      for (var kind : KINDS) {
        var value = properties.get(kind.property());
        if (value != null) {
          documents.put(kind.subResource(), XmlField.toXml(kind.root(), value, kind.fields()));
        }
      }
      var all = tags(properties, tags);
      if (!all.isEmpty()) {
        documents.put("tagging", XmlField.toXml("Tagging", all, TAG_SET));
      }
    } catch (UnknownFieldException e) {
      throw new ResourceException(
          "InvalidRequest",
          "The sandbox does not honour the property " + e.path() + " of AWS::S3::Bucket.");
    }
    var versioning = properties.path(VERSIONING).path("Status").asString("");
    if (!versioning.isEmpty()) {
      documents.put("versioning", versioning);
    }
    return documents;
  }

  private static ObjectNode tags(ObjectNode properties, Map<String, String> stack) {
    var all = new TreeMap<>(stack);
    properties
        .path(TAGS)
        .forEach(tag -> all.put(tag.path("Key").asString(""), tag.path("Value").asString("")));
    var json = JsonNodeFactory.instance.objectNode();
    if (!all.isEmpty()) {
      var set = json.putArray(TAGS);
      all.forEach((key, value) -> set.addObject().put("Key", key).put("Value", value));
    }
    return json;
  }

  /// The sub-resources that some properties may set.
  static List<String> subResources() {
    return java.util.stream.Stream.concat(
            KINDS.stream().map(Kind::subResource), java.util.stream.Stream.of("tagging"))
        .toList();
  }

  /// The properties that a bucket has now; AWS's own tags are none.
  static ObjectNode of(Bucket bucket) {
    var properties = JsonNodeFactory.instance.objectNode();
    properties.put(NAME, bucket.name());
    for (var kind : KINDS) {
      bucket
          .document(kind.subResource())
          .map(text -> XmlField.toJson(read(text, kind.root()), kind.fields()))
          .filter(value -> !value.isEmpty())
          .ifPresent(value -> properties.set(kind.property(), value));
    }
    if (!bucket.versioning().isEmpty()) {
      properties.putObject(VERSIONING).put("Status", bucket.versioning());
    }
    bucket
        .document("tagging")
        .map(text -> XmlField.toJson(read(text, "Tagging"), TAG_SET).path(TAGS))
        .ifPresent(tags -> {
          var own = JsonNodeFactory.instance.arrayNode();
          for (JsonNode tag : tags) {
            if (!tag.path("Key").asString("").startsWith("aws:")) {
              own.add(tag);
            }
          }
          if (!own.isEmpty()) {
            properties.set(TAGS, own);
          }
        });
    return properties;
  }

  private static XmlBody read(String text, String root) {
    try {
      return XmlBody.read(text, root);
    } catch (AwsError e) {
      throw new IllegalStateException("a sub-resource that was checked is broken: " + text, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
