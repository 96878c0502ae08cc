package dev.landfall.engine.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RegionsTest {
  private static final Blueprint BLUEPRINT =
      BlueprintParser.parse(
              "landfall.yaml",
              """
              platform: press
              components:
                front:
                  uses: paper
                  with: {title: "${region.city} ${region.edition|default('first')}"}
              environments:
                dev: {regions: [north]}
              regions:
                north: {city: Oslo, press: {host: a, port: 1}}
              """,
              List.of(new PaperProvider()))
          .blueprint()
          .orElseThrow();

  private static Regions.Adjusted set(String name, String value) {
    return Regions.withValues(BLUEPRINT, "north", Map.of(name, value));
  }

  @Test
  void a_value_that_a_region_has_or_an_expression_reads_may_be_set() {
    assertThat(set("city", "Rome").problems()).isEmpty();
    assertThat(set("edition", "second").problems()).isEmpty();
    var port = set("press.port", "5");
    assertThat(port.problems()).isEmpty();
    assertThat(port.blueprint().orElseThrow().regions())
        .hasEntrySatisfying(
            "north",
            north ->
                assertThat(north.values()).containsEntry("press", Map.of("host", "a", "port", 5L)));
  }

  @Test
  void a_value_that_nobody_has_or_reads_is_misspelt() {
    assertThat(set("ctiy", "Rome").blueprint()).isEmpty();
    assertThat(set("ctiy", "Rome").problems())
        .singleElement()
        .satisfies(problem ->
            assertThat(problem.toString())
                .contains("unknown value \"ctiy\"", "Did you mean \"city\"?"));
    assertThat(set("press.prot", "5").problems().toString()).contains("\"press.port\"");
  }
}
