package dev.landfall.sandbox.aws.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SpecificationTest {
  private final Specification specification = Specification.standard();

  @Test
  void the_types_of_a_data_platform_are_there() {
    assertThat(specification.names())
        .hasSize(155)
        .contains(
            "AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::Lambda::Function", "AWS::EC2::Volume");
    assertThat(type("AWS::S3::Bucket").stateful()).isTrue();
    assertThat(type("AWS::Lambda::Function").stateful()).isFalse();
    assertThat(specification.find("AWS::S3::Bukket")).isEmpty();
    assertThat(Suggestions.closest("AWS::S3::Bukket", specification.names()))
        .contains("AWS::S3::Bucket");
  }

  @Test
  void a_change_replaces_as_the_documentation_says() {
    assertThat(replacement("AWS::S3::Bucket", "BucketName")).isEqualTo(Replacement.ALWAYS);
    assertThat(replacement("AWS::S3::Bucket", "Tags", "0", "Value")).isEqualTo(Replacement.NEVER);
    assertThat(replacement("AWS::EC2::Instance", "InstanceType"))
        .isEqualTo(Replacement.CONDITIONALLY);
    for (var property : List.of("KeySpec", "KeyUsage", "MultiRegion")) {
      assertThat(replacement("AWS::KMS::Key", property)).isEqualTo(Replacement.ALWAYS);
    }
    assertThat(replacement("AWS::KMS::Key", "Description")).isEqualTo(Replacement.NEVER);
  }

  @Test
  void an_unknown_property_is_refused_with_what_may_have_been_meant() {
    assertThat(check("AWS::S3::Bucket", "{\"BuketName\":\"a\"}"))
        .containsExactly(
            "#: extraneous key [BuketName] is not permitted (did you mean BucketName?)");
    assertThat(
            check(
                "AWS::S3::Bucket", "{\"VersioningConfiguration\":{\"Status\":\"On\",\"Mode\":1}}"))
        .containsExactly(
            "#/VersioningConfiguration/Status: On is not a valid enum value",
            "#/VersioningConfiguration: extraneous key [Mode] is not permitted");
  }

  @Test
  void a_missing_property_is_refused() {
    assertThat(check("AWS::SSM::Parameter", "{}"))
        .containsExactly("#: required key [Type] not found", "#: required key [Value] not found");
    assertThat(check("AWS::SQS::Queue", "{\"Tags\":[{\"Key\":\"a\"}]}"))
        .containsExactly("#/Tags/0: required key [Value] not found");
  }

  @Test
  void a_value_of_another_type_is_refused_and_texts_that_say_the_same_are_not() {
    assertThat(check("AWS::SQS::Queue", "{\"VisibilityTimeout\":\"30\",\"FifoQueue\":\"true\"}"))
        .isEmpty();
    assertThat(check("AWS::SQS::Queue", "{\"QueueName\":5,\"RedrivePolicy\":{\"a\":1}}")).isEmpty();
    assertThat(
            check(
                "AWS::SQS::Queue",
                "{\"VisibilityTimeout\":\"soon\",\"DelaySeconds\":1.5,\"QueueName\":[],\"Tags\":{}}"))
        .containsExactly(
            "#/VisibilityTimeout: expected type: Integer, found: String",
            "#/DelaySeconds: expected type: Integer, found: Double",
            "#/QueueName: expected type: String, found: JSONArray",
            "#/Tags: expected type: JSONArray, found: JSONObject");
  }

  @Test
  void a_bucket_without_a_name_gets_one_in_lower_case_that_is_short_enough() {
    var bucket =
        make(
            "AWS::S3::Bucket",
            "a-stack-whose-name-is-so-long-that-it-does-not-fit",
            "RawDataBucket");
    var name = bucket.ref(type("AWS::S3::Bucket"));
    assertThat(name)
        .hasSizeLessThanOrEqualTo(63)
        .isEqualTo(name.toLowerCase(Locale.ROOT))
        .matches("a-stack-whose-name-is-so-.*-rawdatabucket-[a-z0-9]{12}");
    assertThat(bucket.attribute("Arn").orElseThrow().asString()).isEqualTo("arn:aws:s3:::" + name);
    assertThat(bucket.attribute("RegionalDomainName").orElseThrow().asString())
        .isEqualTo(name + ".s3.eu-central-1.amazonaws.com");
  }

  @Test
  void ref_gives_what_each_type_gives() {
    assertThat(ref("AWS::SQS::Queue", "{\"QueueName\":\"q\"}"))
        .isEqualTo("https://sqs.eu-central-1.amazonaws.com/123456789012/q");
    assertThat(ref("AWS::SNS::Topic", "{\"TopicName\":\"t\"}"))
        .isEqualTo("arn:aws:sns:eu-central-1:123456789012:t");
    assertThat(ref("AWS::IAM::Role", "{\"AssumeRolePolicyDocument\":{}}"))
        .matches("st-Thing-\\w{12}");
    assertThat(ref("AWS::EC2::Instance", "{}")).matches("i-[0-9a-f]{17}");
    assertThat(ref("AWS::KMS::Key", "{}"))
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    assertThat(ref("AWS::SSM::Parameter", "{}")).matches("CFN-Thing-\\w{12}");
    assertThat(ref("AWS::SQS::QueuePolicy", "{}")).matches("st-Thing-\\w{12}");
    assertThat(ref("AWS::SecretsManager::Secret", "{\"Name\":\"s\"}"))
        .matches("arn:aws:secretsmanager:eu-central-1:123456789012:secret:s-\\w{6}");
    assertThat(ref("AWS::SQS::Queue", "{\"FifoQueue\":true}")).endsWith(".fifo");
  }

  @Test
  void arns_have_paths_and_no_slash_twice() {
    var role = make("AWS::IAM::Role", "{\"RoleName\":\"r\",\"Path\":\"/data/\"}");
    assertThat(role.attribute("Arn").orElseThrow().asString())
        .isEqualTo("arn:aws:iam::123456789012:role/data/r");
    var parameter = make("AWS::SSM::Parameter", "{\"Name\":\"/a/b\"}");
    assertThat(parameter.attribute("Arn").orElseThrow().asString())
        .isEqualTo("arn:aws:ssm:eu-central-1:123456789012:parameter/a/b");
  }

  @Test
  void every_type_gives_a_new_resource_a_name() {
    for (var name : specification.names()) {
      var properties = JsonMapper.shared().createObjectNode();
      type(name)
          .properties()
          .forEach((property, described) -> {
            if (described.required()) {
              properties.put(property, "given-" + property);
            }
          });
      var resource =
          NewResource.of(
              type(name),
              properties,
              new Scope("123456789012", "eu-central-1"),
              new Owner("st", "Thing"),
              new Random(1));
      assertThat(resource.ref(type(name))).describedAs(name).isNotEmpty();
    }
  }

  private ResourceType type(String name) {
    return specification.find(name).orElseThrow();
  }

  private Replacement replacement(String type, String... path) {
    return specification.replacement(type(type), List.of(path));
  }

  private List<String> check(String type, String json) {
    return PropertyCheck.check(specification, type(type), JsonMapper.shared().readTree(json))
        .stream()
        .map(Violation::text)
        .toList();
  }

  private String ref(String type, String json) {
    return make(type, json).ref(type(type));
  }

  private Resource make(String type, String json) {
    return make(type, json, "st", "Thing");
  }

  private Resource make(String type, String stack, String logicalId) {
    return make(type, "{}", stack, logicalId);
  }

  private Resource make(String type, String json, String stack, String logicalId) {
    return NewResource.of(
        type(type),
        (ObjectNode) JsonMapper.shared().readTree(json),
        new Scope("123456789012", "eu-central-1"),
        new Owner(stack, logicalId),
        new Random(1));
  }
}
