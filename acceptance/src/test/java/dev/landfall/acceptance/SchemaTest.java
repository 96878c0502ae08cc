package dev.landfall.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The schema that editors complete and validate `landfall.yaml` with.
final class SchemaTest {
  private static final List<Path> EXAMPLES =
      List.of(
          Landfall.PROJECT.resolve("examples/postgres"),
          Landfall.PROJECT.resolve("examples/ticketing/platform"));

  @TempDir Path folder;

  private String schemaText() throws Exception {
    var ended = new Landfall(Files.createDirectories(folder.resolve("here"))).run("schema");
    assertThat(ended.exit()).isZero();
    return ended.out();
  }

  private static List<String> mistakes(Schema schema, String yaml) {
    return schema.validate(yaml, InputFormat.YAML).stream().map(Object::toString).toList();
  }

  @Test
  void the_examples_carry_the_current_schema_and_are_valid_by_it() throws Exception {
    var text = schemaText();
    var schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text);
    for (var example : EXAMPLES) {
      assertThat(Files.readString(example.resolve("landfall.schema.json")))
          .as("%s: made by `landfall schema > landfall.schema.json`", example)
          .isEqualTo(text);
      assertThat(mistakes(schema, Files.readString(example.resolve("landfall.yaml"))))
          .as("%s", example)
          .isEmpty();
    }
  }

  @Test
  void an_editor_marks_what_landfall_would_refuse() throws Exception {
    var schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(schemaText());
    var valid = Files.readString(EXAMPLES.getFirst().resolve("landfall.yaml"));
    for (var mistake :
        List.of(
            List.of("platform:", "platfrom:"),
            List.of("uses: liquibase", "uses: liquibse"),
            List.of("changelog: changelog.yaml", "changelgo: changelog.yaml"),
            List.of("changelog: changelog.yaml", "changelog: [a, b]"),
            List.of("approvals: 1", "approvals: many"))) {
      var wrong = valid.replace(mistake.getFirst(), mistake.getLast());
      assertThat(wrong).isNotEqualTo(valid);
      assertThat(mistakes(schema, wrong)).as("%s", mistake).isNotEmpty();
    }
  }
}
