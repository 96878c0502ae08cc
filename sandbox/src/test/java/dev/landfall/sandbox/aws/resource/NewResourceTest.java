package dev.landfall.sandbox.aws.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.cloudformation.specification.Specification;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class NewResourceTest {
  private final Specification specification = Specification.standard();

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
