package dev.landfall.sandbox.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import tools.jackson.databind.JsonNode;

class SsmTest {
  private static final String STACK =
      """
      Parameters:
        Size: {Type: Number, Default: 3}
        Name: {Type: String, Default: /app/size}
        Image:
          Type: AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>
          Default: /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64
      Resources:
        Parameter:
          Type: AWS::SSM::Parameter
          Properties: {Name: %s, Type: String, Value: '%s', Tags: {team: data}}
      Outputs:
        Value: {Value: !GetAtt Parameter.Value}
        Ref: {Value: !Ref Parameter}
        Image: {Value: !Ref Image}
      """;

  private AwsServer server;
  private JsonCalls ssm;

  @BeforeEach
  void start() throws Exception {
    server = AwsServer.start(AwsServer.Options.defaults());
    ssm = JsonCalls.of(server, "ssm", "AmazonSSM");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private void put(String name, String value) {
    ssm.call(
        "PutParameter", "{'Name': '%s', 'Value': '%s', 'Type': 'String'}".formatted(name, value));
  }

  private long overwrite(String name, String value) {
    return ssm.call(
            "PutParameter",
            "{'Name': '%s', 'Value': '%s', 'Overwrite': true}".formatted(name, value))
        .path("Version")
        .asLong(0);
  }

  private String value(String selector) {
    return ssm.call("GetParameter", "{'Name': '%s'}".formatted(selector))
        .at("/Parameter/Value")
        .asString();
  }

  private static List<String> names(JsonNode list) {
    return list.valueStream().map(one -> one.path("Name").asString("")).toList();
  }

  @Test
  void a_parameter_has_versions_by_number_and_label() {
    put("/app/size", "1");
    ssm.refused(
        "ParameterAlreadyExists",
        "PutParameter",
        "{'Name': '/app/size', 'Value': '2', 'Type': 'String'}");
    assertThat(overwrite("/app/size", "2")).isEqualTo(2);
    assertThat(overwrite("/app/size", "3")).isEqualTo(3);
    ssm.call(
        "LabelParameterVersion",
        "{'Name': '/app/size', 'ParameterVersion': 1, 'Labels': ['live']}");

    assertThat(value("/app/size")).isEqualTo("3");
    assertThat(value("/app/size:2")).isEqualTo("2");
    assertThat(value("/app/size:live")).isEqualTo("1");
    assertThat(value("arn:aws:ssm:eu-west-2:111122223333:parameter/app/size:1")).isEqualTo("1");

    var moved =
        ssm.call(
            "LabelParameterVersion", "{'Name': '/app/size', 'Labels': ['live', 'aws-no', '1st']}");
    assertThat(moved.path("InvalidLabels").valueStream().map(JsonNode::asString))
        .containsExactly("aws-no", "1st");
    assertThat(moved.path("ParameterVersion").asInt()).isEqualTo(3);
    assertThat(value("/app/size:live")).isEqualTo("3");
    assertThat(ssm.call("GetParameterHistory", "{'Name': '/app/size'}").path("Parameters"))
        .extracting(one -> one.path("Value").asString() + one.path("Labels"))
        .containsExactly("1[]", "2[]", "3[\"live\"]");
    assertThat(ssm.refused("ParameterVersionNotFound", "GetParameter", "{'Name': '/app/size:9'}"))
        .isEqualTo(
            "Systems Manager could not find version 9 of /app/size. Verify the version and try again.");
    ssm.call(
        "UnlabelParameterVersion",
        "{'Name': '/app/size', 'ParameterVersion': 3, 'Labels': ['live']}");
    ssm.refused("ParameterVersionNotFound", "GetParameter", "{'Name': '/app/size:live'}");
    ssm.call("DeleteParameter", "{'Name': '/app/size'}");
    ssm.refused("ParameterNotFound", "GetParameter", "{'Name': '/app/size'}");
    ssm.refused("ParameterNotFound", "DeleteParameter", "{'Name': '/app/size'}");
  }

  @Test
  void the_oldest_of_a_hundred_versions_goes_unless_it_has_a_label() {
    put("/n", "0");
    for (int i = 1; i <= 100; i++) {
      assertThat(overwrite("/n", Integer.toString(i))).isEqualTo(i + 1);
    }
    ssm.refused("ParameterVersionNotFound", "GetParameter", "{'Name': '/n:1'}");
    assertThat(value("/n:2")).isEqualTo("1");
    ssm.call("LabelParameterVersion", "{'Name': '/n', 'ParameterVersion': 2, 'Labels': ['kept']}");
    ssm.refused(
        "ParameterMaxVersionLimitExceeded",
        "PutParameter",
        "{'Name': '/n', 'Value': 'x', 'Overwrite': true}");
    assertThat(value("/n")).isEqualTo("100");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a/b               | v       | String       |                              | ValidationException",
        "/aws/x            | v       | String       |                              | AccessDeniedException",
        "ssm-x             | v       | String       |                              | ValidationException",
        "/a b              | v       | String       |                              | ValidationException",
        "/a/               | v       | String       |                              | ValidationException",
        "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16 | v | String |                     | HierarchyLevelLimitExceededException",
        "/a                | ''      | String       |                              | ValidationException",
        "/a                | v       | Text         |                              | ValidationException",
        "/a                | v       | ''           |                              | ValidationException",
        "/a                | v       | String       | ,\"AllowedPattern\":\"^[0-9]+$\" | ParameterPatternMismatchException",
        "/a                | v       | String       | ,\"AllowedPattern\":\"[\"     | InvalidAllowedPatternException",
        "/a                | v       | String       | ,\"Tier\":\"Free\"            | ValidationException",
        "/a                | v       | String       | ,\"DataType\":\"number\"      | ValidationException",
        "/a                | v       | String       | ,\"DataType\":\"aws:ec2:image\" | ValidationException",
        "/a                | v       | String       | ,\"KeyId\":\"alias/k\"        | ValidationException",
        "/a                | v       | String       | ,\"Policies\":\"[{}]\"        | ValidationException",
        "/a                | v       | String       | ,\"Overwrite\":true,\"Tags\":[{\"Key\":\"k\",\"Value\":\"v\"}] | ValidationException",
      })
  void what_systems_manager_refuses_is_refused(
      String name, String value, String type, String more, String code) {
    ssm.refused(
        code,
        "PutParameter",
        "{'Name': '%s', 'Value': '%s', 'Type': '%s'%s}"
            .formatted(name, value, type, more == null ? "" : more));
    assertThat(ssm.call("DescribeParameters", "{}").path("Parameters")).isEmpty();
  }

  @Test
  void a_long_value_takes_the_advanced_tier_and_never_comes_back() {
    var value = "v".repeat(4097);
    ssm.refused(
        "ValidationException",
        "PutParameter",
        "{'Name': 'long', 'Type': 'String', 'Value': '" + value + "'}");
    var put =
        ssm.call(
            "PutParameter",
            "{'Name': 'long', 'Type': 'String', 'Tier': 'Intelligent-Tiering', 'Value': '"
                + value
                + "'}");
    assertThat(put.path("Tier").asString()).isEqualTo("Advanced");
    ssm.refused(
        "ValidationException",
        "PutParameter",
        "{'Name': 'long', 'Overwrite': true, 'Tier': 'Standard', 'Value': 'v'}");
    ssm.refused(
        "ValidationException",
        "PutParameter",
        "{'Name': 'long', 'Overwrite': true, 'Value': '" + "v".repeat(8193) + "'}");
    ssm.refused(
        "HierarchyTypeMismatchException",
        "PutParameter",
        "{'Name': 'long', 'Overwrite': true, 'Type': 'SecureString', 'Value': 'v'}");
  }

  @Test
  void a_secure_string_is_shown_to_those_who_decrypt_it() {
    ssm.call("PutParameter", "{'Name': '/app/key', 'Type': 'SecureString', 'Value': 'geheim'}");
    var sealed = value("/app/key");
    assertThat(sealed).doesNotContain("geheim").isEqualTo(value("/app/key"));
    assertThat(
            ssm.call("GetParameter", "{'Name': '/app/key', 'WithDecryption': true}")
                .at("/Parameter/Value")
                .asString())
        .isEqualTo("geheim");
    assertThat(ssm.call("DescribeParameters", "{}").at("/Parameters/0/KeyId").asString())
        .isEqualTo("alias/aws/ssm");
    assertThat(
            ssm.call("GetParameters", "{'Names': ['/app/key', '/none', '/app/key:7']}")
                .path("InvalidParameters"))
        .extracting(JsonNode::asString)
        .containsExactly("/none", "/app/key:7");
  }

  @Test
  void hierarchies_are_read_page_by_page() {
    for (int i = 0; i < 12; i++) {
      put("/app/db/p" + (char) ('a' + i), "v");
    }
    put("/app/top", "v");
    put("/application", "v");
    var first = ssm.call("GetParametersByPath", "{'Path': '/app', 'Recursive': true}");
    assertThat(names(first.path("Parameters"))).hasSize(10);
    var second =
        ssm.call(
            "GetParametersByPath",
            "{'Path': '/app', 'Recursive': true, 'NextToken': '%s'}"
                .formatted(first.path("NextToken").asString()));
    assertThat(names(second.path("Parameters")))
        .containsExactly("/app/db/pk", "/app/db/pl", "/app/top");
    assertThat(second.has("NextToken")).isFalse();
    assertThat(names(ssm.call("GetParametersByPath", "{'Path': '/app/'}").path("Parameters")))
        .containsExactly("/app/top");
    ssm.refused("ValidationException", "GetParametersByPath", "{'Path': 'app'}");
    ssm.refused("ValidationException", "GetParametersByPath", "{'Path': '/app', 'MaxResults': 11}");
    assertThat(
            names(
                ssm.call(
                        "DescribeParameters",
                        "{'ParameterFilters': [{'Key': 'Name', 'Option': 'Contains', 'Values': ['top']}]}")
                    .path("Parameters")))
        .containsExactly("/app/top");
    ssm.refused(
        "InvalidFilterKey",
        "DescribeParameters",
        "{'ParameterFilters': [{'Key': 'Size', 'Values': ['1']}]}");
    assertThat(ssm.call("DeleteParameters", "{'Names': ['/app/top', '/none']}").toString())
        .contains("\"DeletedParameters\":[\"/app/top\"]", "\"InvalidParameters\":[\"/none\"]");
  }

  @Test
  void images_of_amazon_linux_are_published_to_everybody() {
    var path = "/aws/service/ami-amazon-linux-latest";
    var all = ssm.call("GetParametersByPath", "{'Path': '%s'}".formatted(path));
    assertThat(names(all.path("Parameters"))).hasSize(10);
    assertThat(value(path + "/al2023-ami-kernel-default-x86_64")).matches("ami-[0-9a-f]{17}");
    ssm.refused("ParameterNotFound", "GetParameter", "{'Name': '%s/windows'}".formatted(path));
    assertThat(ssm.call("DescribeParameters", "{}").path("Parameters")).isEmpty();
  }

  @Test
  void tags_are_a_parameters_own() {
    ssm.call(
        "PutParameter",
        "{'Name': 'p', 'Value': 'v', 'Type': 'String', 'Tags': [{'Key': 'team', 'Value': 'data'}]}");
    ssm.call(
        "AddTagsToResource",
        "{'ResourceType': 'Parameter', 'ResourceId': 'p', 'Tags': [{'Key': 'stage', 'Value': 'dev'}]}");
    ssm.call(
        "RemoveTagsFromResource",
        "{'ResourceType': 'Parameter', 'ResourceId': 'p', 'TagKeys': ['team']}");
    assertThat(
            ssm.call("ListTagsForResource", "{'ResourceType': 'Parameter', 'ResourceId': 'p'}")
                .path("TagList")
                .toString())
        .isEqualTo("[{\"Key\":\"stage\",\"Value\":\"dev\"}]");
    ssm.refused(
        "InvalidResourceId",
        "ListTagsForResource",
        "{'ResourceType': 'Parameter', 'ResourceId': 'q'}");
    assertThat(
            names(
                ssm.call(
                        "DescribeParameters",
                        "{'ParameterFilters': [{'Key': 'tag:stage', 'Values': ['dev']}]}")
                    .path("Parameters")))
        .containsExactly("p");
  }

  @Test
  void a_user_reads_what_its_policy_names() {
    put("/app/a", "v");
    put("/other/a", "v");
    var user =
        Clients.user(
            server,
            "reader",
            """
            {'Version': '2012-10-17', 'Statement': {'Effect': 'Allow',
             'Action': ['ssm:GetParameter', 'ssm:GetParameters'],
             'Resource': 'arn:aws:ssm:eu-west-2:111122223333:parameter/app/*'}}
            """);
    var calls = JsonCalls.of(server, "ssm", "AmazonSSM", user);
    assertThat(calls.call("GetParameter", "{'Name': '/app/a'}").at("/Parameter/Value").asString())
        .isEqualTo("v");
    assertThat(calls.refused("AccessDeniedException", "GetParameter", "{'Name': '/other/a'}"))
        .contains(
            "ssm:GetParameter on resource: arn:aws:ssm:eu-west-2:111122223333:parameter/other/a");
    calls.refused("AccessDeniedException", "GetParameters", "{'Names': ['/app/a', '/other/a']}");
    calls.refused("AccessDeniedException", "DeleteParameter", "{'Name': '/app/a'}");
  }

  @Test
  void a_stacks_parameter_is_the_one_that_clients_see() {
    try (var stacks = new Stacks(server)) {
      put("/taken", "v");
      assertThat(stacks.create("taken", STACK.formatted("/taken", "1")))
          .isEqualTo(StackStatus.ROLLBACK_COMPLETE);
      assertThat(stacks.failure("taken", "Parameter")).contains("AlreadyExists");
      assertThat(value("/taken")).isEqualTo("v");

      assertThat(stacks.create("app", STACK.formatted("/app/size", "1")))
          .isEqualTo(StackStatus.CREATE_COMPLETE);
      assertThat(value("/app/size")).isEqualTo("1");
      assertThat(stacks.output("app", "Image")).matches("ami-[0-9a-f]{17}");
      assertThat(stacks.output("app", "Ref")).isEqualTo("/app/size");
      assertThat(stacks.drift("app")).isEmpty();

      assertThat(stacks.update("app", STACK.formatted("/app/size", "2")))
          .isEqualTo(StackStatus.UPDATE_COMPLETE);
      assertThat(value("/app/size:2")).isEqualTo("2");
      overwrite("/app/size", "5");
      assertThat(stacks.drift("app")).containsExactly("Parameter/Value");

      assertThat(stacks.update("app", STACK.formatted("/app/other", "2")))
          .isEqualTo(StackStatus.UPDATE_COMPLETE);
      assertThat(value("/app/other")).isEqualTo("2");
      ssm.refused("ParameterNotFound", "GetParameter", "{'Name': '/app/size'}");
      ssm.call("DeleteParameter", "{'Name': '/app/other'}");
      assertThat(stacks.drift("app")).containsExactly("Parameter DELETED");
      stacks.delete("app");
    }
  }

  @Test
  void a_stack_takes_the_value_of_a_parameter() {
    try (var stacks = new Stacks(server)) {
      var template =
          """
          Parameters:
            Size: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /app/size}
          Resources:
            Queue: {Type: AWS::SQS::Queue}
          Outputs: {Size: {Value: !Ref Size}}
          """;
      put("/app/size", "42");
      assertThat(stacks.create("app", template)).isEqualTo(StackStatus.CREATE_COMPLETE);
      assertThat(stacks.output("app", "Size")).isEqualTo("42");
    }
  }

  @Test
  void a_secure_string_is_no_parameter_of_a_stack() {
    ssm.call("PutParameter", "{'Name': '/login', 'Value': 'geheim', 'Type': 'SecureString'}");
    try (var stacks = new Stacks(server)) {
      assertThat(
              Stacks.refusal(() ->
                  stacks.create(
                      "app",
                      """
                      Parameters:
                        Login: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /login}
                      Resources:
                        Queue: {Type: AWS::SQS::Queue}
                      Outputs: {Login: {Value: !Ref Login}}
                      """)))
          .isEqualTo(
              "Parameters [/login] referenced by template have types not supported by"
                  + " CloudFormation.");
    }
  }

  @Test
  void only_a_plain_name_deletes_a_parameter() {
    put("/app/a", "v");
    ssm.refused("ParameterNotFound", "DeleteParameter", "{'Name': '/app/a:1'}");
    ssm.refused(
        "ParameterNotFound",
        "DeleteParameter",
        "{'Name': 'arn:aws:ssm:eu-west-2:111122223333:parameter/app/a'}");
    assertThat(value("/app/a")).isEqualTo("v");
  }

  @Test
  void who_puts_a_parameter_with_tags_may_tag() {
    var user =
        Clients.user(
            server,
            "writer",
            """
            {'Version': '2012-10-17', 'Statement': {'Effect': 'Allow', 'Action': 'ssm:PutParameter',
             'Resource': '*'}}
            """);
    var calls = JsonCalls.of(server, "ssm", "AmazonSSM", user);
    calls.call("PutParameter", "{'Name': '/a', 'Value': '1', 'Type': 'String'}");
    assertThat(
            calls.refused(
                "AccessDeniedException",
                "PutParameter",
                "{'Name': '/b', 'Value': '1', 'Type': 'String', 'Tags': [{'Key': 'k', 'Value': 'v'}]}"))
        .contains("ssm:AddTagsToResource on resource: ");
  }
}
