package dev.landfall.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class EvaluatorTest {
  private static final String TEMPLATE =
      """
      Parameters:
        Stage: {Type: String, Default: test}
        Names: {Type: CommaDelimitedList, Default: "a, b,c"}
      Mappings:
        Sizes: {test: {size: small, zones: [x, y]}, prod: {size: large}}
      Conditions:
        IsTest: !Equals [!Ref Stage, test]
        IsProd: !Not [!Condition IsTest]
        Either: !Or [!Condition IsProd, !Condition IsTest]
        Both: !And [!Condition IsProd, !Condition IsTest]
        ByMap: !Equals [!FindInMap [Sizes, !Ref Stage, size], small]
      Resources:
        Q: {Type: AWS::SQS::Queue}
        V:
          Type: AWS::SQS::Queue
          Properties:
            V: %s
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "!Ref Stage | \"test\"",
        "!Ref Names | [\"a\",\"b\",\"c\"]",
        "!Ref Q | \"ref-Q\"",
        "!GetAtt Q.Arn | \"Q/Arn\"",
        "!Sub 'x-${Stage}-${Q}-${Q.Arn}-${AWS::Region}-${!literal}' |"
            + " \"x-test-ref-Q-Q/Arn-eu-central-1-${literal}\"",
        "!Sub ['${a}/${Stage}', {a: !Ref Q}] | \"ref-Q/test\"",
        "!Join ['-', [a, !Ref Stage, 3]] | \"a-test-3\"",
        "!Join [',', !Ref Names] | \"a,b,c\"",
        "!Select ['1', !Ref Names] | \"b\"",
        "!Split ['-', 'a--b'] | [\"a\",\"\",\"b\"]",
        "!Base64 abc | \"YWJj\"",
        "!FindInMap [Sizes, !Ref Stage, size] | \"small\"",
        "!FindInMap [Sizes, test, zones] | [\"x\",\"y\"]",
        "!GetAZs '' | [\"eu-central-1a\",\"eu-central-1b\",\"eu-central-1c\"]",
        "!Cidr ['10.0.0.0/16', 3, 8] | [\"10.0.0.0/24\",\"10.0.1.0/24\",\"10.0.2.0/24\"]",
        "!If [IsTest, yes-it-is, no] | \"yes-it-is\"",
        "!If [IsProd, a, !Ref 'AWS::NoValue'] | nothing",
        "[a, !If [IsProd, b, !Ref 'AWS::NoValue'], c] | [\"a\",\"c\"]",
        "!ImportValue shared-key | \"export of shared-key\"",
        "!Ref Later | \"{{changeSet:KNOWN_AFTER_APPLY}}\"",
        "!Join ['-', [a, !Ref Later]] | \"{{changeSet:KNOWN_AFTER_APPLY}}\"",
        "!Sub 'a-${Later}' | \"{{changeSet:KNOWN_AFTER_APPLY}}\"",
        "!Select [0, !Split [',', !Ref Later]] | \"{{changeSet:KNOWN_AFTER_APPLY}}\"",
        "{a: !Ref Later, b: c} | {\"a\":\"{{changeSet:KNOWN_AFTER_APPLY}}\",\"b\":\"c\"}",
      })
  void a_function_gives_its_value(String expression, String value) throws CloudFormationException {
    assertThat(evaluate(expression)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "!Join [a] | Template error: every Fn::Join object requires two parameters, (1) a string"
            + " delimiter and (2) a list of strings to be joined or a function that returns a list of"
            + " strings (such as Fn::GetAZs) to be joined.",
        "!Select [5, [a]] | Template error: Fn::Select cannot select nonexistent value at index 5",
        "!FindInMap [Sizes, dev, size] | Template error: Unable to get mapping for Sizes::dev::size",
        "!Base64 [a] | Template error: every Fn::Base64 object must have a String-typed value.",
        "!ImportValue nobody | No export named nobody found.",
        "!Cidr ['10.0.0.0/30', 9, 8] | Template error: Fn::Cidr cannot split 10.0.0.0/30 into the"
            + " blocks asked for",
      })
  void a_function_that_cannot_be_evaluated_says_why(String expression, String message) {
    var refused = assertThrows(CloudFormationException.class, () -> evaluate(expression));
    assertThat(refused).hasMessage(message);
  }

  @Test
  void conditions_are_decided_whatever_their_order() throws CloudFormationException {
    var template = TemplateParser.parse(TEMPLATE.formatted("a"));
    assertThat(Conditions.decide(template, new Fixed(template)))
        .isEqualTo(
            Map.of("IsTest", true, "IsProd", false, "Either", true, "Both", false, "ByMap", true));
  }

  @Test
  void conditions_that_need_each_other_are_refused() throws CloudFormationException {
    var template =
        TemplateParser.parse(
            """
            Conditions: {A: !Not [!Condition B], B: !Not [!Condition A]}
            Resources: {Q: {Type: AWS::SQS::Queue}}
            """);
    var refused =
        assertThrows(
            CloudFormationException.class, () -> Conditions.decide(template, new Fixed(template)));
    assertThat(refused)
        .hasMessage("Template error: Circular dependency between conditions: [A, B]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Type: Number | abc | Parameter 'Value' must be a number.",
        "Type: Number, MinValue: 3 | 2 | Parameter 'Value' must be a number not less than 3",
        "Type: Number, MaxValue: 3 | 4 | Parameter 'Value' must be a number not greater than 3",
        "Type: String, AllowedValues: [a, b] | c | Parameter 'Value' must be one of AllowedValues",
        "Type: String, AllowedPattern: '[a-z]+' | A | Parameter 'Value' must match pattern [a-z]+",
        "Type: String, MinLength: 3 | ab | Parameter 'Value' must contain at least 3 characters",
        "Type: String, MaxLength: 1 | ab | Parameter 'Value' must contain at most 1 characters",
        "Type: String, MaxLength: 1, ConstraintDescription: one letter | ab | Parameter Value failed"
            + " to satisfy constraint: one letter",
        "Type: AWS::SSM::Parameter::Value<String> | /nobody | Unable to fetch parameters [/nobody]"
            + " from parameter store for this account.",
        "Type: Text | a | Template format error: Unrecognized parameter type: Text",
      })
  void a_value_that_a_parameter_does_not_allow_is_refused(
      String declaration, String value, String message) {
    var refused =
        assertThrows(
            CloudFormationException.class,
            () -> parameters(declaration, Map.of("Value", value), Map.of(), Set.of()));
    assertThat(refused).hasMessage(message);
  }

  @Test
  void a_parameter_takes_its_value_as_given_as_before_or_by_default()
      throws CloudFormationException {
    var before = Map.of("Value", "before");
    var withDefault = "Type: String, Default: standard";
    assertThat(parameters(withDefault, Map.of("Value", "given"), before, Set.of()))
        .isEqualTo("given");
    assertThat(parameters(withDefault, Map.of(), before, Set.of("Value"))).isEqualTo("before");
    assertThat(parameters(withDefault, Map.of(), before, Set.of())).isEqualTo("standard");
    assertThat(
            parameters(
                "Type: AWS::SSM::Parameter::Value<String>",
                Map.of("Value", "/there"),
                before,
                Set.of()))
        .isEqualTo("stored");
    assertThat(
            assertThrows(
                CloudFormationException.class,
                () -> parameters("Type: String", Map.of(), before, Set.of())))
        .hasMessage("Parameters: [Value] must have values");
    assertThat(
            assertThrows(
                CloudFormationException.class,
                () -> parameters(withDefault, Map.of("Valu", "a"), before, Set.of())))
        .hasMessage("Parameters: [Valu] do not exist in the template");
  }

  private static String parameters(
      String declaration, Map<String, String> given, Map<String, String> before, Set<String> keep)
      throws CloudFormationException {
    var template =
        TemplateParser.parse(
            "Parameters: {Value: {" + declaration + "}}\nResources: {Q: {Type: AWS::SQS::Queue}}");
    var stored = Map.of("/there", "stored");
    var values =
        Parameters.resolve(
            template, given, before, keep, name -> Optional.ofNullable(stored.get(name)));
    return values.values().iterator().next().effective();
  }

  private static String evaluate(String expression) throws CloudFormationException {
    var template = TemplateParser.parse(TEMPLATE.formatted(expression));
    var lookup = new Fixed(template);
    var evaluator = new Evaluator(template, Conditions.decide(template, lookup), lookup);
    var properties = template.resources().values().stream().skip(1).findFirst().orElseThrow();
    var value = evaluator.properties(properties.properties()).get("V");
    return value == null ? "nothing" : Json.write(value);
  }

  private static final class Fixed implements Lookup {
    private final Map<String, JsonNode> values = new LinkedHashMap<>();

    Fixed(Template template) {
      template
          .parameters()
          .forEach((name, declaration) ->
              values.put(
                  name, Parameters.node(declaration, declaration.defaultValue().orElse(""))));
      values.put("Q", Json.text("ref-Q"));
      values.put("AWS::Region", Json.text("eu-central-1"));
      values.put("Later", Evaluator.UNKNOWN);
    }

    @Override
    public Optional<JsonNode> ref(String name) {
      return Optional.ofNullable(values.get(name));
    }

    @Override
    public JsonNode attribute(String resource, String attribute) {
      return Json.text(resource + "/" + attribute);
    }

    @Override
    public JsonNode export(String name) throws CloudFormationException {
      if (name.equals("nobody")) {
        throw CloudFormationException.validation("No export named nobody found.");
      }
      return Json.text("export of " + name);
    }

    @Override
    public String region() {
      return "eu-central-1";
    }
  }
}
