package dev.landfall.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DynamicReferenceTest {
  private static DynamicReference only(String text) {
    assertThat(DynamicReference.in(text)).hasSize(1);
    return DynamicReference.in(text).getFirst();
  }

  @Test
  void a_parameter_has_a_name_and_may_have_a_version() {
    assertThat(only("{{resolve:ssm:/app/size:3}}"))
        .isEqualTo(
            new DynamicReference.Parameter(
                "{{resolve:ssm:/app/size:3}}", false, "/app/size", Optional.of("3")));
    assertThat(only("a{{resolve:ssm-secure:key}}b"))
        .isEqualTo(
            new DynamicReference.Parameter(
                "{{resolve:ssm-secure:key}}", true, "key", Optional.empty()));
  }

  @Test
  void a_secret_may_be_named_by_its_arn() {
    var arn = "arn:aws:secretsmanager:eu-west-2:111122223333:secret:app/login-AbCdEf";
    var text = "{{resolve:secretsmanager:" + arn + ":SecretString:password:AWSPREVIOUS}}";
    assertThat(only(text))
        .isEqualTo(
            new DynamicReference.Secret(
                text, arn, Optional.of("password"), Optional.of("AWSPREVIOUS"), Optional.empty()));
    assertThat(only("{{resolve:secretsmanager:" + arn + "}}"))
        .isEqualTo(
            new DynamicReference.Secret(
                "{{resolve:secretsmanager:" + arn + "}}",
                arn,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(only("{{resolve:secretsmanager:login:SecretString:::v1}}"))
        .isEqualTo(
            new DynamicReference.Secret(
                "{{resolve:secretsmanager:login:SecretString:::v1}}",
                "login",
                Optional.empty(),
                Optional.empty(),
                Optional.of("v1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{resolve:ssm:}}",
        "{{resolve:ssm}}",
        "{{resolve:ssm:a b}}",
        "{{resolve:ssm:name:latest}}",
        "{{resolve:secretsmanager:}}",
        "{{resolve:secretsmanager:id:Binary}}",
        "{{resolve:secretsmanager:id:SecretString:a:b:c:d}}",
        "{{resolve:vault:a}}"
      })
  void what_is_written_otherwise_is_malformed(String text) {
    assertThat(only(text)).isInstanceOf(DynamicReference.Malformed.class);
  }

  @Test
  void values_take_the_place_of_references() throws CloudFormationException {
    var template = Json.object();
    template.set("A", Json.text("x={{resolve:ssm:a}}, y={{resolve:ssm:b:2}}"));
    template.set("B", Json.list().add("{{resolve:secretsmanager:c}}").add(7));
    var replaced =
        DynamicReference.replaced(template, reference -> "$1\\" + reference.text().length());
    assertThat(Json.write(replaced))
        .isEqualTo("{\"A\":\"x=$1\\\\17, y=$1\\\\19\",\"B\":[\"$1\\\\28\",7]}");
  }
}
