package dev.landfall.cloudformation.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.cloudformation.check.TemplateFile.Reading;
import dev.landfall.cloudformation.template.Limits;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateFileTest {
  @TempDir Path temporary;
  private Path root;

  @BeforeEach
  void lay_out() throws IOException {
    root = Files.createDirectories(temporary.resolve("repository"));
  }

  private Reading read(String path) {
    return TemplateFile.read(new Source(root, "infrastructure", "x"), path);
  }

  private Reading parse(String text) throws IOException {
    Files.writeString(root.resolve("t.yaml"), text);
    return read("t.yaml");
  }

  private static String problem(Reading reading) {
    return reading instanceof Reading.Broken(var problems)
        ? String.join("\n", problems.stream().map(Problem::toString).toList())
        : "none";
  }

  private static TemplateFile file(Reading reading) {
    return switch (reading) {
      case Reading.Read(var file) -> file;
      case Reading.Broken(var problems) -> throw new AssertionError(problems);
    };
  }

  @Test
  void yaml_with_short_forms_and_json_are_read_alike() throws IOException {
    var yaml =
        file(
            parse(
                """
                Parameters:
                  Stage: {Type: String}
                Resources:
                  Raw:
                    Type: AWS::S3::Bucket
                    Properties: {BucketName: !Sub "raw-${Stage}"}
                Outputs:
                  Name: {Value: !GetAtt Raw.Arn}
                """));
    var json =
        file(
            parse(
                """
                {"Parameters": {"Stage": {"Type": "String"}},
                 "Resources": {"Raw": {"Type": "AWS::S3::Bucket",
                   "Properties": {"BucketName": {"Fn::Sub": "raw-${Stage}"}}}},
                 "Outputs": {"Name": {"Value": {"Fn::GetAtt": ["Raw", "Arn"]}}}}
                """));

    assertThat(yaml.root().value()).isEqualTo(json.root().value());
    for (var file : new TemplateFile[] {yaml, json}) {
      assertThat(file.resources()).containsOnlyKeys("Raw").containsValue("AWS::S3::Bucket");
      assertThat(file.outputs()).containsExactly("Name");
    }
  }

  @Test
  void what_cannot_be_read_is_told_at_its_line() throws IOException {
    assertThat(problem(parse("Resources:\n  Raw: {Type: [AWS::S3::Bucket}\n")))
        .startsWith("infrastructure/t.yaml:2:31: error: not YAML. ");
    assertThat(problem(parse("{\"Resources\":\n  {\"A\": }}")))
        .startsWith("infrastructure/t.yaml:2:9: error: not JSON. ");
    assertThat(problem(parse("- a\n- b\n")))
        .startsWith("infrastructure/t.yaml:1:1: error: not a template. ");
    assertThat(problem(parse(""))).startsWith("infrastructure/t.yaml:1:1: error: not a template. ");
    assertThat(problem(parse("Resources:\n  A: *nowhere\n")))
        .startsWith("infrastructure/t.yaml:2:6: error: not YAML. ")
        .contains("aliases are not allowed");
  }

  @Test
  void every_key_that_stands_twice_is_told() throws IOException {
    assertThat(
            problem(parse("Resources:\n  A: {Type: x, Type: y}\n  A: {}\nResources: {}\n")).lines())
        .hasSize(3)
        .allMatch(line -> line.contains("error: duplicate key"))
        .anyMatch(line -> line.startsWith("infrastructure/t.yaml:2:16: "))
        .anyMatch(line -> line.startsWith("infrastructure/t.yaml:3:3: "))
        .anyMatch(line -> line.startsWith("infrastructure/t.yaml:4:1: "));
    assertThat(problem(parse("{\"Resources\": {},\n \"Resources\": {}}")))
        .startsWith("infrastructure/t.yaml:2:2: error: duplicate key \"Resources\". ");
  }

  @Test
  void a_template_that_would_grow_or_nest_without_end_is_refused() throws IOException {
    var bomb = new StringBuilder("a: &a [x, x]\n");
    for (char name = 'b'; name <= 'z'; name++) {
      char before = (char) (name - 1);
      bomb.append("%c: &%c [*%c, *%c]%n".formatted(name, name, before, before));
    }
    assertThat(problem(parse(bomb.toString())))
        .startsWith("infrastructure/t.yaml:2:8: error: not YAML. ");
    assertThat(problem(parse("[".repeat(100_000)))).contains("error: not YAML");
    assertThat(problem(parse("{\"a\":".repeat(100_000)))).contains("error: not JSON");
  }

  @Test
  void a_file_that_is_missing_or_outside_is_told_at_the_setting() throws IOException {
    Files.writeString(temporary.resolve("outside.yaml"), "Resources: {A: {Type: x}}");
    Files.createSymbolicLink(root.resolve("link.yaml"), temporary.resolve("outside.yaml"));

    assertThat(problem(read("none.yaml")))
        .startsWith(
            "with:template:1:1: error: template cannot be read. \"none.yaml\": there is no");
    assertThat(problem(read("../outside.yaml")))
        .startsWith("with:template:1:1: error: file outside of the repository. ");
    assertThat(problem(read("link.yaml")))
        .startsWith("with:template:1:1: error: file outside of the repository. ");
    assertThat(problem(read("/etc/passwd")))
        .startsWith("with:template:1:1: error: file outside of the repository. ");
  }

  @Test
  void a_template_has_its_limits() throws IOException {
    var resource = "Resources: {A: {Type: x}}\n";
    assertThat(problem(parse(resource + "# " + "x".repeat(Limits.MAX_URL_BYTES))))
        .startsWith("infrastructure/t.yaml:1:1: error: template too large. ");
    assertThat(problem(parse(resource + "# " + "x".repeat(900_000)))).isEqualTo("none");
    Files.write(root.resolve("t.yaml"), "A: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(problem(read("t.yaml"))).contains("error: not UTF-8. ");
  }
}
