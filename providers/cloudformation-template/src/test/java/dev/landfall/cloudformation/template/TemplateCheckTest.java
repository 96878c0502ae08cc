package dev.landfall.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.landfall.cloudformation.specification.Specification;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateCheckTest {
  private static final String QUEUE = "\nResources:\n  Q:\n    Type: AWS::SQS::Queue\n";

  @Test
  void a_template_in_yaml_is_the_same_as_in_json() throws CloudFormationException {
    var yaml =
        TemplateReader.read(
            """
            Resources:
              Q:
                Type: AWS::SQS::Queue
                Properties:
                  QueueName: !Sub "${AWS::StackName}-q"
                  VisibilityTimeout: 30
                  Tags:
                    - {Key: a, Value: !GetAtt T.TopicName}
                    - {Key: b, Value: !Select [0, !Split [",", "x,y"]]}
            """);
    var json =
        TemplateReader.read(
            """
            {"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {
              "QueueName": {"Fn::Sub": "${AWS::StackName}-q"}, "VisibilityTimeout": 30,
              "Tags": [{"Key": "a", "Value": {"Fn::GetAtt": ["T", "TopicName"]}},
                {"Key": "b", "Value": {"Fn::Select": [0, {"Fn::Split": [",", "x,y"]}]}}]}}}}
            """);
    assertThat(Json.same(yaml, json)).isTrue();
  }

  @Test
  void a_parameter_is_declared_by_texts_and_by_numbers_of_a_sensible_length() {
    assertThat(refusal("Parameters: {P: {Type: String, AllowedValues: [{a: b}]}}" + QUEUE))
        .isEqualTo("Template format error: Every AllowedValues member must be a string.");
    assertThat(refusal("Parameters: {P: {Type: String, Default: [a]}}" + QUEUE))
        .isEqualTo("Template format error: Every Default member must be a string.");
    assertThat(refusal("Parameters: {P: {Type: String, MinLength: '1e999999999'}}" + QUEUE))
        .isEqualTo("Template format error: MinLength of parameter P must be a number.");
  }

  @Test
  void text_that_is_no_template_is_refused_with_its_place() {
    assertThat(refusal("Resources:\n  Q: ["))
        .startsWith("Template format error: YAML not well-formed. (line 2");
    assertThat(refusal("{\"Resources\": }"))
        .startsWith("Template format error: JSON not well-formed. (line 1");
    assertThat(refusal("just text")).isEqualTo("Template format error: unsupported structure.");
    assertThat(refusal("")).isEqualTo("Template format error: unsupported structure.");
    assertThat(refusal("Resources:\n  Q: &a {Type: AWS::SQS::Queue}\n  R: *a\n"))
        .isEqualTo("Template error: YAML aliases are not allowed in CloudFormation templates");
    assertThat(refusal("Resources:\n  Q:\n    Type: AWS::SQS::Queue\n    Properties:\n"))
        .isEqualTo("[/Resources/Q/Properties] 'null' values are not allowed in templates");
    assertThat(refusal("[".repeat(5000)))
        .startsWith("Template format error: YAML not well-formed.");
    assertThat(refusal("{\"a\":".repeat(5000)))
        .startsWith("Template format error: JSON not well-formed.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Resources: {} | Template format error: At least one Resources member must be defined.",
        "Outputs: {} | Template format error: At least one Resources member must be defined.",
        "Resorces: {} | Invalid template property or properties [Resorces]",
        "Resources: {Q: {Type: AWS::SQS::Queu}} | Template format error: Unrecognized resource types:"
            + " [AWS::SQS::Queu] (did you mean AWS::SQS::Queue?)",
        "Resources: {Q: {}} | Template format error: [/Resources/Q] Every Resources object must"
            + " contain a Type member.",
        "Resources: {Q-1: {Type: AWS::SQS::Queue}} | Template format error: Resource name Q-1 is non"
            + " alphanumeric.",
        "Resources: {Q: {Type: AWS::SQS::Queue, Propertys: {}}} | Invalid template resource property"
            + " 'Propertys'",
        "Resources: {Q: {Type: AWS::SQS::Queue, DeletionPolicy: Snapshot}} | Template error:"
            + " resource type AWS::SQS::Queue does not support deletion policy Snapshot",
        "Resources: {Q: {Type: AWS::SQS::Queue, UpdateReplacePolicy: RetainExceptOnCreate}} |"
            + " Template format error: Unrecognized UpdateReplacePolicy RetainExceptOnCreate for"
            + " resource Q",
        "Resources: {Q: {Type: AWS::SQS::Queue, CreationPolicy: {}}} | The sandbox does not honour"
            + " CreationPolicy of Q.",
        "Transform: AWS::Serverless-2016-10-31 | The sandbox does not honour the transform"
            + " AWS::Serverless-2016-10-31.",
        "Hooks: {} | The sandbox does not honour the section Hooks.",
      })
  void a_template_of_another_form_is_refused(String template, String message) {
    assertThat(refusal(template)).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "!Ref Nobody | Template format error: Unresolved resource dependencies [Nobody] in the"
            + " Resources block of the template",
        "!Sub '${Nobody}-${Other.Arn}' | Template format error: Unresolved resource dependencies"
            + " [Nobody, Other] in the Resources block of the template",
        "!GetAtt Q.Nothing | Template error: resource Q does not support attribute type Nothing in"
            + " Fn::GetAtt",
        "!If [Never, a, b] | Template error: unresolved condition dependency Never in Fn::If",
        "!FindInMap [Map, a, b] | Template error: Mapping named 'Map' is not present in the 'Mappings'"
            + " section of template.",
        "!Length [a] | The sandbox does not honour Fn::Length of AWS::LanguageExtensions.",
        "!Transform {Name: Upper} | The sandbox does not honour the transform Upper.",
        "\"{{resolve:ssm:name:prod}}\" | Incorrect format is used in the following SSM reference:"
            + " [{{resolve:ssm:name:prod}}]",
      })
  void a_value_that_leads_nowhere_is_refused(String value, String message) {
    assertThat(
            refusal(
                "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n  R:\n    Type: AWS::SQS::Queue\n"
                    + "    Properties:\n      QueueName: "
                    + value))
        .isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | Template format error: Rule A must contain a list of Assertions.",
        "{Assert: a} | Template format error: Rule A may contain only RuleCondition, Assertions.",
        "{Assertions: [{Assert: !If [a, b, c]}]} | Template format error: Following functions are not"
            + " supported in the Rules block of the template: [Fn::If]",
        "{Assertions: [{Assert: !Equals [a]}]} | Template format error: Rule A has wrong arguments of"
            + " Fn::Equals.",
      })
  void a_rule_of_another_form_is_refused(String rule, String message) {
    assertThat(refusal("Rules: {A: " + rule + "}\n" + QUEUE)).isEqualTo(message);
  }

  @Test
  void an_unknown_function_is_refused_with_those_there_are() {
    assertThat(refusal(QUEUE + "    Properties:\n      QueueName: !Reverse abc"))
        .startsWith(
            "Template error: Encountered unsupported function: Fn::Reverse Supported functions"
                + " are: [Fn::And, Fn::Base64, Fn::Cidr,");
  }

  @Test
  void resources_that_need_each_other_are_refused_by_name() {
    assertThat(
            refusal(
                """
                Resources:
                  A: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref B}}
                  B: {Type: AWS::SQS::Queue, DependsOn: C}
                  C: {Type: AWS::SQS::Queue, Properties: {QueueName: !GetAtt A.Arn}}
                  D: {Type: AWS::SQS::Queue, DependsOn: A}
                  E: {Type: AWS::SQS::Queue}
                """))
        .isEqualTo("Circular dependency between resources: [A, B, C]");
  }

  @Test
  void outputs_and_conditions_are_checked_as_well() {
    assertThat(refusal("Outputs: {O: {Value: !Ref Nobody}}" + QUEUE))
        .isEqualTo(
            "Template format error: Unresolved resource dependencies [Nobody] in the Outputs block of"
                + " the template");
    assertThat(refusal("Outputs: {O: {Description: x}}" + QUEUE))
        .isEqualTo("Template format error: Every Outputs member must contain a Value object");
    assertThat(refusal("Conditions: {C: !Equals [!Ref Q, a]}" + QUEUE))
        .isEqualTo(
            "Template format error: Unresolved dependencies [Q]. Cannot reference resources in the"
                + " Conditions block of the template");
    assertThat(refusal("Outputs: {O: {Value: !GetAtt Q.Nothing}}" + QUEUE)).isEmpty();
  }

  @Test
  void limits_are_kept() {
    assertThat(refusal("Resources:\n" + queues(500))).isEmpty();
    assertThat(refusal("Resources:\n" + queues(501)))
        .isEqualTo(
            "Template format error: Number of resources, 501, is greater than maximum allowed, 500");
    var parameters =
        IntStream.range(0, 201)
            .mapToObj(i -> "P" + i + ": {Type: String}")
            .collect(Collectors.joining(", ", "Parameters: {", "}"));
    assertThat(refusal(parameters + QUEUE))
        .isEqualTo(
            "Template format error: Number of parameters, 201, is greater than maximum allowed, 200");
    assertThat(size("x".repeat(51_200), false)).isEmpty();
    assertThat(size("x".repeat(51_201), false))
        .contains("'templateBody' failed to satisfy constraint")
        .contains("51200");
    assertThat(size("x".repeat(51_201), true)).isEmpty();
    assertThat(size("x".repeat(1_048_577), true)).isNotEmpty();
  }

  @Test
  void permissions_have_to_be_acknowledged() throws CloudFormationException {
    var role = "Resources: {R: {Type: AWS::IAM::Role, Properties: {%s}}}";
    var unnamed = TemplateParser.parse(role.formatted(""));
    assertThat(Capabilities.of(unnamed).capabilities()).containsExactly("CAPABILITY_IAM");
    assertThat(Capabilities.of(unnamed).reason())
        .isEqualTo("The following resource(s) require capabilities: [AWS::IAM::Role]");
    Capabilities.require(unnamed, List.of("CAPABILITY_NAMED_IAM"));
    var named = TemplateParser.parse(role.formatted("RoleName: r"));
    var refused =
        assertThrows(
            CloudFormationException.class,
            () -> Capabilities.require(named, List.of("CAPABILITY_IAM")));
    assertThat(refused.code()).isEqualTo("InsufficientCapabilitiesException");
    assertThat(refused).hasMessage("Requires capabilities : [CAPABILITY_NAMED_IAM]");
  }

  private static String queues(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "  Q" + i + ": {Type: AWS::SQS::Queue}\n")
        .collect(Collectors.joining());
  }

  private static String size(String text, boolean fromUrl) {
    try {
      Limits.size(text, fromUrl);
      return "";
    } catch (CloudFormationException e) {
      return e.message();
    }
  }

  private static String refusal(String template) {
    try {
      TemplateCheck.check(TemplateParser.parse(template), Specification.standard());
      return "";
    } catch (CloudFormationException e) {
      assertThat(e.code()).isEqualTo("ValidationError");
      assertThat(e.status()).isEqualTo(400);
      return e.message();
    }
  }

  @Test
  void databases_are_deleted_behind_a_snapshot_unless_the_template_says_otherwise()
      throws CloudFormationException {
    var template =
        TemplateParser.parse(
            """
            Resources:
              Alone: {Type: AWS::RDS::DBInstance}
              Member: {Type: AWS::RDS::DBInstance, Properties: {DBClusterIdentifier: c}}
              Told: {Type: AWS::RDS::DBInstance, DeletionPolicy: Delete}
              Cluster: {Type: AWS::RDS::DBCluster}
              Disk: {Type: AWS::EC2::Volume}
            """);
    assertThat(
            template.resources().values().stream()
                .map(resource -> resource.logicalId() + " " + resource.deletionPolicy().text()))
        .containsExactly(
            "Alone Snapshot", "Member Delete", "Told Delete", "Cluster Snapshot", "Disk Delete");
  }
}
