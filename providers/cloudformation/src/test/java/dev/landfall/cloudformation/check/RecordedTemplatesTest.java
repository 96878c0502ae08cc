package dev.landfall.cloudformation.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.landfall.spi.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Templates that AWS took: recorded there, they lie beside the project.
class RecordedTemplatesTest {
  private static final String FILE = "shared/reference/aws-changeset-cases.jsonl";

  @TempDir Path root;

  private static Optional<Path> find() {
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(FILE))) {
        return Optional.of(at.resolve(FILE));
      }
    }
    return Optional.empty();
  }

  @Test
  void what_aws_took_is_taken() throws IOException {
    var file = find();
    assumeTrue(file.isPresent(), "SKIPPED: there is no ../" + FILE + " beside the project");
    for (var line : Files.readAllLines(file.orElseThrow())) {
      var recorded = JsonMapper.shared().readTree(line);
      for (var name : List.of("template_1", "template_2")) {
        var node = recorded.path(name);
        var text = node.isString() ? node.asString() : node.toString();
        var template = TestTemplate.of(root, text);
        node.path("Parameters")
            .propertyNames()
            .forEach(parameter -> template.with(parameter, new Value.Unknown("other", "Name")));
        assertThat(template.problems()).as(recorded.path("id").asString()).isEmpty();
      }
    }
  }
}
