package dev.landfall.engine.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.spi.Problem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class OutputReferencesTest {
  private static List<String> unknown(Map<String, Set<String>> outputs) {
    var text =
        """
        platform: press
        components:
          back: {uses: paper, with: {title: back}}
          front:
            uses: paper
            with: {title: "${back.Page}", parameters: {a: "of ${back.Pages} pages"}}
        environments: {dev: {regions: [north]}}
        regions: {north: {}}
        """;
    var blueprint =
        BlueprintParser.parse("landfall.yaml", text, List.of(new PaperProvider()))
            .blueprint()
            .orElseThrow();
    return OutputReferences.unknown(blueprint.component("front"), outputs).stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void an_output_that_the_files_do_not_name_is_told_where_it_is_read() {
    assertThat(unknown(Map.of("back", Set.of("Page", "Leaves"))))
        .containsExactly(
            "landfall.yaml:6:55: error: unknown output \"back.Pages\". The files of back name no"
                + " such output. Did you mean \"Page\"?");
  }

  @Test
  void nothing_is_said_of_components_whose_files_are_not_known() {
    assertThat(unknown(Map.of())).isEmpty();
  }
}
