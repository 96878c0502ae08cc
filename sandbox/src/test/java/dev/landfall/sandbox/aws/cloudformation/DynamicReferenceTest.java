package dev.landfall.sandbox.aws.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.sandbox.aws.cloudformation.state.StackStatus;
import org.junit.jupiter.api.Test;

/// What dynamic references stand for is seen by the services only.
class DynamicReferenceTest {
  private static final String HIDDEN = "geheim";

  private final TestCloud test = new TestCloud();

  private static String parameter(String value) {
    return """
    Resources:
      P: {Type: AWS::SSM::Parameter, Properties: {Name: /made, Type: String, Value: "%s"}}
    """
        .formatted(value);
  }

  private String made() {
    return test.made("AWS::SSM::Parameter", "/made").get("Value").asString();
  }

  private static String failure(TestCloud test, String name) throws CloudFormationException {
    return test.events(name, 2).getFirst();
  }

  @Test
  void a_parameter_is_looked_up_by_name_and_version() throws CloudFormationException {
    test.stored.put("/size", "large");
    test.stored.put("/size:1", "small");
    var text = "{{resolve:ssm:/size:1}}-{{resolve:ssm:/size}}";

    assertThat(test.create("s", parameter(text)).status()).isEqualTo(StackStatus.CREATE_COMPLETE);

    assertThat(made()).isEqualTo("small-large");
    assertThat(test.store.events(test.stack("s").id()))
        .extracting(event -> event.properties().orElse(""))
        .noneMatch(properties -> properties.contains("large"))
        .anyMatch(properties -> properties.contains(text));
    assertThat(
            test.cloud
                .queries()
                .describeStackResource("s", "P")
                .resource()
                .properties()
                .get("Value")
                .asString())
        .isEqualTo(text);
  }

  @Test
  void a_parameter_that_changed_is_a_change_of_the_stack() throws CloudFormationException {
    test.stored.put("/size", "large");
    var template = parameter("{{resolve:ssm:/size}}");
    test.create("s", template);
    assertThat(TestCloud.refusal(() -> test.update("s", template)))
        .isEqualTo("No updates are to be performed.");
    test.stored.put("/size", "huge");

    var changes = test.change("c", StackRequest.of("s", template));

    assertThat(changes.changes())
        .singleElement()
        .satisfies(change -> assertThat(change.logicalId()).isEqualTo("P"));
    assertThat(changes.changesWithValues().toString())
        .doesNotContain("large")
        .doesNotContain("huge")
        .doesNotContain("\u0000");
    assertThat(test.update("s", template).status()).isEqualTo(StackStatus.UPDATE_COMPLETE);
    assertThat(made()).isEqualTo("huge");
  }

  @Test
  void a_parameter_that_a_name_comes_from_replaces_its_resource() throws CloudFormationException {
    test.stored.put("/name", "one");
    var template =
        "Resources: {T: {Type: AWS::SNS::Topic, Properties: {TopicName:"
            + " '{{resolve:ssm:/name}}'}}}";
    test.create("s", template);
    assertThat(test.physicalId("s", "T")).endsWith(":one");
    test.stored.put("/name", "two");

    test.update("s", template);

    assertThat(test.physicalId("s", "T")).endsWith(":two");
    assertThat(test.calls).containsExactly("create T", "create T", "delete T");
    test.delete("s");
    assertThat(test.calls).hasSize(4);
  }

  @Test
  void a_parameter_that_is_not_there_is_refused_or_fails_the_stack()
      throws CloudFormationException {
    assertThat(TestCloud.refusal(() -> test.create("s", parameter("{{resolve:ssm:/none:7}}"))))
        .isEqualTo("Unable to fetch parameters [/none:7] from parameter store for this account.");

    test.create("s", parameter("{{resolve:ssm:/none}}"));

    assertThat(test.stack("s").status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
    assertThat(test.events("s", 1))
        .containsExactly(
            "s ROLLBACK_IN_PROGRESS: Unable to fetch parameters [/none] from parameter store for"
                + " this account. Rollback requested by user.",
            "s ROLLBACK_COMPLETE");
  }

  @Test
  void a_secure_parameter_is_not_for_every_property() throws CloudFormationException {
    test.stored.put("/secure", HIDDEN);
    test.stored.put("/secure:1", HIDDEN);
    var refusal =
        "SSM Secure reference is not supported in: [AWS::SSM::Parameter/Properties/Value]";
    assertThat(
            TestCloud.refusal(
                () -> test.create("s", parameter("{{resolve:ssm-secure:/secure:1}}"))))
        .isEqualTo(refusal);
    assertThat(TestCloud.refusal(() -> test.create("s", parameter("{{resolve:ssm:/secure:1}}"))))
        .isEqualTo("Non-secure ssm prefix was used for secure parameter /secure");
    test.create("s", parameter("{{resolve:ssm-secure:/secure}}"));
    assertThat(test.events("s", 1).getFirst())
        .isEqualTo("s ROLLBACK_IN_PROGRESS: " + refusal + ". Rollback requested by user.");

    var user =
        "Resources: {U: {Type: AWS::IAM::User, Properties: {UserName: u, LoginProfile: {Password:"
            + " '{{resolve:ssm-secure:/secure}}'}}}}";
    test.cloud.createStack(
        StackRequest.of("u", user).withCapabilities(java.util.List.of("CAPABILITY_NAMED_IAM")));

    assertThat(test.stack("u").status()).isEqualTo(StackStatus.CREATE_COMPLETE);
    assertThat(test.made("AWS::IAM::User", "u").at("/LoginProfile/Password").asString())
        .isEqualTo(HIDDEN);
    assertThat(test.store.events(test.stack("u").id()).toString()).doesNotContain(HIDDEN);
    assertThat(test.stack("u").toString()).doesNotContain(HIDDEN);
  }

  @Test
  void a_secret_is_given_whole_or_by_its_members() throws CloudFormationException {
    test.stored.put("login", "{\"user\": \"me\", \"password\": \"geheim\"}");
    test.stored.put("login@AWSPREVIOUS", "{\"password\": \"alt\"}");
    test.create(
        "s",
        parameter(
            "{{resolve:secretsmanager:login:SecretString:user}}/"
                + "{{resolve:secretsmanager:login:SecretString:password}}/"
                + "{{resolve:secretsmanager:login:SecretString:password:AWSPREVIOUS}}"));
    assertThat(made()).isEqualTo("me/geheim/alt");
    assertThat(test.stack("s").toString()).doesNotContain(HIDDEN);
    assertThat(test.store.events(test.stack("s").id()).toString()).doesNotContain(HIDDEN);
  }

  @Test
  void a_secret_that_changed_is_only_looked_up_with_another_change()
      throws CloudFormationException {
    test.stored.put("login", "one");
    var template = parameter("{{resolve:secretsmanager:login}}");
    test.create("s", template);
    test.stored.put("login", "two");
    assertThat(TestCloud.refusal(() -> test.update("s", template)))
        .isEqualTo("No updates are to be performed.");
    assertThat(made()).isEqualTo("one");

    test.update("s", template.replace("Type: String", "Type: String, Description: new"));

    assertThat(made()).isEqualTo("two");
  }

  @Test
  void what_is_wrong_with_a_secret_fails_its_resource() throws CloudFormationException {
    test.stored.put("plain", "no document");
    test.stored.put("login", "{\"user\": \"me\"}");
    test.create("a", parameter("{{resolve:secretsmanager:none}}"));
    assertThat(failure(test, "a"))
        .startsWith("P CREATE_FAILED: Secrets Manager can't find the specified secret.");
    test.create("b", parameter("{{resolve:secretsmanager:plain:SecretString:user}}"));
    assertThat(failure(test, "b")).isEqualTo("P CREATE_FAILED: Could not parse SecretString JSON");
    test.create("c", parameter("{{resolve:secretsmanager:login:SecretString:password}}"));
    assertThat(failure(test, "c"))
        .isEqualTo(
            "P CREATE_FAILED: Could not find a value associated with JSONKey in SecretString");
  }

  @Test
  void what_a_service_says_does_not_tell_a_secret() throws CloudFormationException {
    test.stored.put("login", "made");
    test.create("s", parameter("a"));
    test.create("t", parameter("a").replace("/made", "'/{{resolve:secretsmanager:login}}'"));
    assertThat(test.events("t", 2).getFirst()).contains("/****").doesNotContain("/made");
  }

  @Test
  void an_output_is_given_as_it_is_written() throws CloudFormationException {
    test.stored.put("login", HIDDEN);
    var stack =
        test.create(
            "s", parameter("a") + "Outputs: {O: {Value: '{{resolve:secretsmanager:login}}'}}");
    assertThat(stack.deployed().outputs().getFirst().value())
        .isEqualTo("{{resolve:secretsmanager:login}}");
  }

  @Test
  void a_rollback_needs_the_former_values() throws CloudFormationException {
    test.stored.put("login", "one");
    test.create("s", parameter("{{resolve:secretsmanager:login}}"));
    test.stored.remove("login");
    test.failing.add("update P");
    test.update("s", parameter("plain"));

    assertThat(test.stack("s").status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_FAILED);

    assertThat(test.events("s", 4))
        .anyMatch(event -> event.startsWith("P UPDATE_FAILED: Secrets Manager can't find"));
  }
}
