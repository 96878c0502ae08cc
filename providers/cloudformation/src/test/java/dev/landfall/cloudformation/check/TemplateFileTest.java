package dev.landfall.cloudformation.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.cloudformation.check.TemplateFile.Reading;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
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
    return reading instanceof Reading.Broken(var problem) ? problem.toString() : "none";
  }

  private static TemplateFile file(Reading reading) {
    return switch (reading) {
      case Reading.Read(var file) -> file;
      case Reading.Broken(var problem) -> throw new AssertionError(problem);
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
                  Days: {Type: Number, Default: 7}
                Resources:
                  Raw:
                    Type: AWS::S3::Bucket
                    Properties: {BucketName: !Sub "raw-${Stage}"}
                Outputs:
                  Name: {Value: !Ref Raw}
                """));
    var json =
        file(
            parse(
                """
                {"Parameters": {"Stage": {"Type": "String"}, "Days": {"Type": "Number", "Default": 7}},
                 "Resources": {"Raw": {"Type": "AWS::S3::Bucket"}},
                 "Outputs": {"Name": {"Value": {"Ref": "Raw"}}}}
                """));

    for (var file : new TemplateFile[] {yaml, json}) {
      assertThat(file.resources()).containsOnlyKeys("Raw").containsValue("AWS::S3::Bucket");
      assertThat(file.outputs()).containsExactly("Name");
      assertThat(file.parameters()).containsOnlyKeys("Stage", "Days");
      assertThat(file.parameters().values())
          .filteredOn(TemplateFile.Parameter::hasDefault)
          .containsExactly(file.parameters().get("Days"));
    }
  }

  @Test
  void values_that_do_not_fit_the_parameters_are_told_at_their_places() throws IOException {
    var file =
        file(
            parse(
                """
                Parameters:
                  Stage: {Type: String}
                Resources:
                  Raw: {Type: AWS::S3::Bucket}
                """));

    assertThat(file.problems(Set.of("Stag")))
        .extracting(Problem::toString)
        .containsExactly(
            "with:parameters.Stag:1:1: error: unknown parameter \"Stag\". The template declares"
                + " Stage.",
            "infrastructure/t.yaml:2:10: error: parameter without a value. Stage has no default,"
                + " and the component gives it no value. Write it under `with.parameters`.");
    assertThat(file.problems(Set.of("Stage"))).isEmpty();
  }

  @Test
  void what_cannot_be_read_is_told_at_its_line() throws IOException {
    assertThat(problem(parse("Resources:\n  Raw: {Type: [AWS::S3::Bucket}\n")))
        .startsWith("infrastructure/t.yaml:2:31: error: not YAML. ");
    assertThat(problem(parse("Resources: {A: {Type: x}}\nResources: {}\n")))
        .startsWith("infrastructure/t.yaml:2:1: error: duplicate key \"Resources\". ");
    assertThat(problem(parse("- a\n- b\n")))
        .startsWith("infrastructure/t.yaml:1:1: error: not a template. ");
    assertThat(problem(parse("Description: nothing\n")))
        .startsWith("infrastructure/t.yaml:1:1: error: no resources. ");
    assertThat(problem(parse("Resources: *nowhere\n"))).contains("error: not YAML. ");
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
    assertThat(problem(parse(resource + "# " + "x".repeat(TemplateFile.MAX_BYTES))))
        .startsWith("infrastructure/t.yaml:1:1: error: template too large. ");
    var large = file(parse(resource + "# " + "x".repeat(TemplateFile.MAX_BODY)));
    assertThat(large.isTooLargeToSend()).isTrue();
    assertThat(file(parse(resource)).isTooLargeToSend()).isFalse();
    var bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (var c = 'b'; c < 'k'; c++) {
      bomb.append(c).append(": &").append(c).append(" [");
      bomb.append(("*" + (char) (c - 1) + ", ").repeat(9)).append("x]\n");
    }
    assertThat(problem(parse(bomb.toString()))).contains("error: not YAML. ");
    Files.write(root.resolve("t.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff});
    assertThat(problem(read("t.yaml"))).contains("error: not UTF-8. ");
  }
}
