package dev.landfall.engine.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.engine.secret.SecretSource;
import dev.landfall.spi.Outputs;
import dev.landfall.spi.Secret;
import dev.landfall.spi.Target;
import dev.landfall.spi.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ResolverTest {
  private static final PaperProvider PROVIDER = new PaperProvider();

  private static Resolution<PaperProvider.Settings> resolve(
      String with, Map<String, Outputs> produced, Map<String, String> secrets) {
    return resolve(text(with), produced, secrets, PROVIDER);
  }

  private static String text(String with) {
    return """
    platform: press
    components:
      back: {uses: paper, with: {title: back}}
      front:
        uses: paper
        with:
          %s
    environments: {dev: {regions: [north]}}
    regions:
      north: {mill: {place: Drammen, wheels: 4, roof: red}, city: Oslo, copies: 3, colour: true, list: [a, b], nested: {deep: x}, quote: 'a"b'}
    """
        .formatted(with.strip().replace("\n", "\n      "));
  }

  private static Resolution<PaperProvider.Settings> resolve(
      String text,
      Map<String, Outputs> produced,
      Map<String, String> secrets,
      PaperProvider provider) {
    var parsed = BlueprintParser.parse("landfall.yaml", text, List.of(provider));
    assertThat(parsed.problems()).isEmpty();
    var blueprint = parsed.blueprint().orElseThrow();
    return Resolver.resolve(
        blueprint,
        blueprint.component("front"),
        new Target("dev", "north"),
        SecretSource.environment(secrets),
        produced,
        provider);
  }

  private static PaperProvider.Settings bound(String with) {
    return switch (resolve(with, Map.of(), Map.of("PRESS", "s3cr3t-value"))) {
      case Resolution.Bound<PaperProvider.Settings> bound -> bound.settings();
      case Resolution.Waiting<PaperProvider.Settings> waiting ->
          throw new AssertionError(waiting.unknown());
      case Resolution.Wrong<PaperProvider.Settings> wrong ->
          throw new AssertionError(wrong.problems());
    };
  }

  private static List<String> wrong(String with) {
    return wrong(with, "press", "press");
  }

  private static List<String> wrong(String with, String old, String replacement) {
    var text = text(with).replace(old, replacement);
    return switch (resolve(text, Map.of(), Map.of(), PROVIDER)) {
      case Resolution.Wrong<PaperProvider.Settings> wrong ->
          wrong.problems().stream().map(Object::toString).toList();
      case Resolution.Bound<PaperProvider.Settings> bound ->
          throw new AssertionError("bound: " + bound.settings());
      case Resolution.Waiting<PaperProvider.Settings> waiting ->
          throw new AssertionError("waiting: " + waiting.unknown());
    };
  }

  @Test
  void what_a_component_leaves_out_is_taken_from_its_region() {
    assertThat(bound("title: x").mill()).contains(mill(Optional.of("Drammen"), Optional.empty()));
  }

  @Test
  void what_a_component_says_itself_counts_more_than_its_region() {
    assertThat(
            bound("title: x\nmill: {place: \"${region.city}\", key: \"${secret:PRESS}\"}").mill())
        .contains(mill(Optional.of("Oslo"), Optional.of(Secret.of("s3cr3t-value"))));
  }

  @Test
  void what_a_region_gives_is_checked_as_if_the_component_had_said_it() {
    var with = "title: x\nmill: {place: \"${region.city}\"}";

    assertThat(wrong(with, "wheels: 4", "wheels: many"))
        .singleElement()
        .asString()
        .contains("`with.mill.wheels` is a whole number, and this comes out as \"many\"");
  }

  private static PaperProvider.Settings.Mill mill(Optional<String> place, Optional<Secret> key) {
    return new PaperProvider.Settings.Mill(place, Optional.of(4), key);
  }

  @Test
  void a_whole_expression_keeps_its_type() {
    var settings =
        bound(
            "title: t\ncopies: \"${region.copies}\"\ncolour: \"${region.colour}\"\ntags: \"${region.list}\"");

    assertThat(settings.copies()).contains(3);
    assertThat(settings.colour()).contains(true);
    assertThat(settings.tags()).containsExactly("a", "b");
  }

  @Test
  void parts_of_a_text_are_put_together() {
    var settings =
        bound("title: \"${target.environment|upper}-${region.nested.deep}-${target.region}\"");

    assertThat(settings.title()).isEqualTo("DEV-x-north");
  }

  @Test
  void every_filter_does_what_it_says() {
    var settings =
        bound(
            """
            title: "${region.city|upper}${region.city|lower}${region.city|replace('s','z')}"
            parameters:
              json: "${region.list|json}"
              quoted: "${region.quote|json}"
              missing: "${region.nothing|default('none')}"
            """);

    assertThat(settings.title()).isEqualTo("OSLOosloOzlo");
    assertThat(settings.parameters().get("json"))
        .isEqualTo(new Value.Known("[\"a\",\"b\"]", false));
    assertThat(settings.parameters().get("quoted")).isEqualTo(new Value.Known("\"a\\\"b\"", false));
    assertThat(settings.parameters().get("missing")).isEqualTo(new Value.Known("none", false));
  }

  @Test
  void secrets_are_looked_up_and_known_to_be_secret() {
    var settings =
        bound("title: t\npassword: \"${secret:PRESS}\"\nparameters: {key: \"x-${secret:PRESS}\"}");

    assertThat(settings.password()).contains(Secret.of("s3cr3t-value"));
    assertThat(settings.parameters().get("key")).isEqualTo(new Value.Known("x-s3cr3t-value", true));
    assertThat(settings.toString()).doesNotContain("s3cr3t");
  }

  @Test
  void a_missing_secret_says_where_it_was_looked_for() {
    assertThat(wrong("title: t\npassword: \"${secret:NOWHERE}\""))
        .singleElement()
        .asString()
        .contains("NOWHERE")
        .contains("the environment")
        .contains("dev/north");
  }

  @Test
  void an_output_that_is_not_there_yet_is_a_typed_unknown() {
    var resolution =
        resolve("title: t\nparameters: {pages: \"${back.Pages}\"}", Map.of(), Map.of());

    assertThat(resolution).isInstanceOf(Resolution.Bound.class);
    var bound = (Resolution.Bound<PaperProvider.Settings>) resolution;
    assertThat(bound.settings().parameters().get("pages"))
        .isEqualTo(new Value.Unknown("back", "Pages"));
    assertThat(bound.unknown()).singleElement().asString().contains("known after back");
  }

  @Test
  void an_unknown_where_a_value_is_needed_makes_the_component_wait() {
    assertThat(resolve("title: \"${back.Page}\"", Map.of(), Map.of()))
        .isInstanceOf(Resolution.Waiting.class);
  }

  @Test
  void an_output_that_is_there_takes_its_place() {
    var produced = Map.of("back", new Outputs(Map.of("Page", "one", "Pages", 7L)));

    var resolution =
        resolve("title: \"${back.Page}\"\ncopies: \"${back.Pages}\"", produced, Map.of());

    var settings = ((Resolution.Bound<PaperProvider.Settings>) resolution).settings();
    assertThat(settings.title()).isEqualTo("one");
    assertThat(settings.copies()).isEqualTo(Optional.of(7));
  }

  @Test
  void a_value_of_the_wrong_kind_is_told_for_its_target() {
    assertThat(wrong("title: t\ncopies: \"${region.city}\""))
        .singleElement()
        .asString()
        .contains("copies")
        .contains("dev/north");
  }
}
