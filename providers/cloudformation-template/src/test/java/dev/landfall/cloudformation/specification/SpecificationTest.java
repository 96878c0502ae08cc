package dev.landfall.cloudformation.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

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
  void what_functions_give_may_be_anything() {
    assertThat(
            template(
                "AWS::SQS::Queue",
                """
                {"QueueName": {"Ref": "Name"}, "DelaySeconds": {"Fn::If": ["A", "soon", 5]},
                 "Tags": {"Fn::Split": [",", "a"]}, "VisibilityTimeout": "{{resolve:ssm:a}}"}
                """))
        .containsExactly("#/DelaySeconds/Fn::If/1: expected type: Integer, found: String");
    assertThat(template("AWS::SSM::Parameter", "{\"Fn::Transform\": {}, \"Type\": \"String\"}"))
        .isEmpty();
  }

  @Test
  void the_names_of_all_types_are_known() {
    assertThat(specification.everyName())
        .hasSizeGreaterThan(1_800)
        .contains("AWS::S3::Bucket", "AWS::AppSync::GraphQLApi");
    assertThat(specification.find("AWS::AppSync::GraphQLApi")).isEmpty();
  }

  private List<String> template(String type, String json) {
    return PropertyCheck.checkTemplate(
            specification, type(type), JsonMapper.shared().readTree(json))
        .stream()
        .map(Violation::text)
        .toList();
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
}
