package dev.landfall.cloudformation.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever stands in a template is taken, or told with a place, and never an exception.
final class TemplateFuzzTest {
  private static final int SEEDS = 2_000;
  private static final String BYTES = "{}[]<>:;,'\"\\$-/*#&|!\n\t \u0000\u00e9ax01";
  private static final Map<String, String> VALID =
      Map.of(
          "yaml",
          """
          Parameters:
            Stage: {Type: String, AllowedValues: [dev], MinLength: 1, Default: dev}
          Mappings: {Sizes: {dev: {Type: small}}}
          Conditions: {IsDev: !Equals [!Ref Stage, dev], Not: !Not [!Condition IsDev]}
          Resources:
            Raw:
              Type: AWS::S3::Bucket
              DeletionPolicy: Retain
              Properties:
                BucketName: !Sub ["${Stage}-${X}", {X: !FindInMap [Sizes, dev, Type]}]
                Tags: [{Key: a, Value: !If [IsDev, 1, !Ref AWS::NoValue]}]
            Queue: {Type: AWS::SQS::Queue, DependsOn: [Raw], Properties: {DelaySeconds: 5}}
          Outputs:
            Arn: {Value: !GetAtt Raw.Arn, Export: {Name: !Join ["-", [a, !Ref Raw]]}}
          """,
          "json",
          """
          {"Parameters": {"Stage": {"Type": "Number", "MinValue": 1, "Default": 5}},
           "Resources": {"Raw": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName":
             {"Fn::Select": [0, {"Fn::Split": ["-", {"Ref": "AWS::StackName"}]}]}}}},
           "Outputs": {"Arn": {"Value": {"Fn::GetAtt": ["Raw", "Arn"]}, "Description": "x"}}}
          """);

  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(strings = {"yaml", "json"})
  void anything_is_taken_or_told(String language) throws Exception {
    var valid = VALID.getOrDefault(language, "");
    assertThat(TestTemplate.of(root, valid).problems()).isEmpty();
    int broken = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      var text = mutated(valid, new Random(seed));
      try {
        var problems = TestTemplate.of(root, text).with("Stage", "dev").problems();
        assertThat(problems).allMatch(problem -> problem.matches("(?s)(\\d+:\\d+|with:).*"));
        broken += problems.isEmpty() ? 0 : 1;
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed + ":\n" + text, e);
      }
    }
    assertThat(broken).isGreaterThan(SEEDS / 2);
  }

  private static String mutated(String valid, Random random) {
    var text = new StringBuilder(valid);
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && !text.isEmpty(); i++) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + 1 + random.nextInt(12));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, BYTES.charAt(random.nextInt(BYTES.length())));
        case 2 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
        default -> text.setCharAt(at, BYTES.charAt(random.nextInt(BYTES.length())));
      }
    }
    return text.toString();
  }
}
