package dev.landfall.engine.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BlueprintParserTest {
  private static final List<PaperProvider> PROVIDERS = List.of(new PaperProvider());
  private static final String VALID =
      """
      platform: press
      components:
        front:
          uses: paper
          with:
            title: "${target.environment|upper} of ${region.city}"
            parameters: {pages: "${back.Pages}"}
        back:
          uses: paper
          with: {title: back, password: "${secret:PRESS}"}
      environments:
        dev: {regions: [north]}
        prod: {approvals: 1, waves: [[north], [south]]}
      regions:
        north: {city: Oslo, copies: 3}
        south: {city: Rome, copies: 5}
      """;

  private static List<String> problems(String text) {
    return BlueprintParser.parse("landfall.yaml", text, PROVIDERS).problems().stream()
        .map(Object::toString)
        .toList();
  }

  private static String inRegion(String url) {
    return with("city: Oslo", "city: Oslo, url: \"" + url + "\"");
  }

  private static String inSetting(String url) {
    return with("title: back", "title: \"" + url + "\"");
  }

  /// The valid blueprint with one text replaced.
  private static String with(String old, String replacement) {
    assertThat(VALID).contains(old);
    return VALID.replace(old, replacement);
  }

  @Test
  void a_valid_blueprint_is_read_without_a_problem() {
    var parsed = BlueprintParser.parse("landfall.yaml", VALID, PROVIDERS);

    assertThat(parsed.problems()).isEmpty();
    var blueprint = parsed.blueprint().orElseThrow();
    assertThat(blueprint.inOrder())
        .extracting(Blueprint.Component::name)
        .containsExactly("back", "front");
    assertThat(blueprint.targets("prod").toString()).isEqualTo("[[prod/north], [prod/south]]");
    assertThat(blueprint.environments())
        .hasEntrySatisfying("prod", prod -> assertThat(prod.approvals()).isEqualTo(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          uses: paper\\n    with: {title: back ; uses: papper\\n    with: {title: back ; 9:11: error: unknown provider ; Did you mean "paper"
          platform: press ; platfrom: press ; 1:1: error: unknown key ; Did you mean "platform"
          title: back, ; titel: back, ; 10:12: error: unknown key ; Did you mean "title"
          ${back.Pages} ; ${bakc.Pages} ; 7:28: error: unknown component ; Did you mean "back"
          ${back.Pages} ; ${back.Page s} ; 7:28: error: bad expression ; COMPONENT.OUTPUT
          ${back.Pages} ; ${back.Pagse} ; 7:28: error: unknown output ; Did you mean
          ${region.city} ; ${region.ctiy} ; 6:46: error: unknown value ; Did you mean "city"
          environment|upper} ; environment|uper} ; 6:15: error: bad expression ; Did you mean "upper"
          regions: [north] ; regions: [nroth] ; 12:19: error: unknown region ; Did you mean "north"
          "${secret:PRESS}" ; s3cr3t ; 10:35: error: secret in plain text ; ${secret:
          south: {city ; north: {city ; 16:3: error: duplicate key ; north
          """)
  void each_mistake_is_told_where_it_is_and_what_to_do(
      String old, String replacement, String start, String hint) {
    var found = problems(with(old.replace("\\n", "\n"), replacement.replace("\\n", "\n")));

    assertThat(found)
        .as(replacement)
        .anySatisfy(problem -> {
          assertThat(problem).startsWith("landfall.yaml:" + start);
          assertThat(problem.length())
              .as("it says more than its summary")
              .isGreaterThan(start.length() + 40);
          if (hint != null) {
            assertThat(problem).contains(hint);
          }
        });
  }

  @Test
  void a_cycle_is_printed_as_a_path() {
    var text = with("{title: back, ", "{title: \"${front.Page}\", ");

    assertThat(problems(text))
        .anySatisfy(problem ->
            assertThat(problem)
                .contains("components need each other")
                .contains("front -> back -> front"));
  }

  @Test
  void all_mistakes_are_told_at_once() {
    var text =
        VALID
            .replace("platform: press", "platfrom: press")
            .replace("${back.Pages}", "${bakc.Pages}")
            .replace("${region.city}", "${region.ctiy}")
            .replace("regions: [north]", "regions: [nroth]");

    assertThat(problems(text)).hasSizeGreaterThanOrEqualTo(5);
  }

  @Test
  void anchors_and_merge_keys_work() {
    var text =
        VALID.replace(
            "  north: {city: Oslo, copies: 3}\n  south: {city: Rome, copies: 5}\n",
            "  north: &base {city: Oslo, copies: 3}\n  south: {<<: *base, city: Rome}\n");

    var parsed = BlueprintParser.parse("landfall.yaml", text, PROVIDERS);

    assertThat(parsed.problems()).isEmpty();
    assertThat(parsed.blueprint().orElseThrow().regions())
        .hasEntrySatisfying(
            "south",
            south -> assertThat(south.values().toString()).contains("Rome").contains("copies=3"));
  }

  @Test
  void any_number_of_regions_may_share_their_values() {
    var text = new StringBuilder(VALID.replace("north: {", "north: &base {"));
    for (var i = 0; i < 200; i++) {
      text.append("  r%d: {<<: *base, city: C%d}\n".formatted(i, i));
    }

    assertThat(problems(text.toString())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://ann:hunter22@db.example.com/a",
        "https://ann:hunter22@example.com",
        "jdbc:postgresql://db/a?user=ann&password=hunter22",
        "jdbc:snowflake://db;PWD=hunter22",
        "jdbc:postgresql://ann:hunter22@${region.city}/a",
        "jdbc:postgresql://${region.city}:hunter22@db/a",
        "jdbc:postgresql://ann:${region.city}hunter22@db/a",
        "jdbc:postgresql://${region.city}/a?user=${region.city}&password=hunter22",
        "jdbc:postgresql://${region.city}/a?password=${region.city}hunter22"
      })
  void a_password_in_a_url_is_a_secret_in_plain_text(String url) {
    for (var text : List.of(inRegion(url), inSetting(url))) {
      assertThat(problems(text))
          .filteredOn(problem -> problem.contains("secret in plain text"))
          .singleElement()
          .satisfies(problem -> assertThat(problem).doesNotContain("hunter22"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db.example.com:5432/a",
        "https://ann@example.com",
        "jdbc:postgresql://${region.user}:${secret:PASSWORD}@db/a",
        "jdbc:postgresql://${secret:USER}:${secret:PASSWORD}@db/a",
        "jdbc:postgresql://db/a?user=ann&password=${secret:PASSWORD}&sslmode=require",
        "https://example.com/?tokens=3"
      })
  void a_url_without_a_password_is_none(String url) {
    for (var text : List.of(inRegion(url), inSetting(url))) {
      assertThat(problems(text)).noneMatch(problem -> problem.contains("plain text"));
    }
  }

  @Test
  void where_an_unclosed_quote_begins_is_told() {
    assertThat(problems("platform: press\nname: \"x\ncomponents: {}\n"))
        .singleElement()
        .satisfies(problem -> assertThat(problem).contains("It begins in line 2."));
  }

  @Test
  void a_bomb_of_aliases_is_refused_before_it_goes_off() {
    var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (var i = 1; i <= 12; i++) {
      var alias = "*a" + (i - 1);
      bomb.append(
          "a%d: &a%d [%s]\n"
              .formatted(
                  i,
                  i,
                  String.join(
                      ", ", List.of(alias, alias, alias, alias, alias, alias, alias, alias))));
    }

    assertThat(problems(bomb.toString()))
        .isNotEmpty()
        .anySatisfy(problem -> assertThat(problem).contains("aliases"));
  }

  @Test
  void deep_nesting_and_huge_files_are_refused() {
    assertThat(problems("a: " + "[".repeat(100_000))).isNotEmpty();
    assertThat(problems("platform: " + "x".repeat(BlueprintParser.MAX_BYTES + 1)))
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem.length()).isLessThan(2000));
    assertThat(BlueprintParser.tooLarge("landfall.yaml", 100_000_000).toString())
        .contains("100000000 bytes");
  }

  @Test
  void an_empty_file_and_something_else_than_yaml_are_told() {
    assertThat(problems("")).isNotEmpty();
    assertThat(problems("\u0000\u0001")).isNotEmpty();
    assertThat(problems("{")).isNotEmpty();
    assertThat(problems("- a\n- b\n")).isNotEmpty();
  }

  @Test
  void whatever_is_written_there_is_a_blueprint_or_problems_and_never_an_exception() {
    var alphabet = "abz${}[]():|&*<>!%@`\"'#,-? \n\t\\\u0000\uD83Dé0.:~";
    for (var seed = 0; seed < 20_000; seed++) {
      var random = new Random(seed);
      var text = new StringBuilder(VALID);
      for (var i = 1 + random.nextInt(6); i > 0; i--) {
        var at = random.nextInt(text.length());
        switch (random.nextInt(4)) {
          case 0 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
          case 1 -> text.deleteCharAt(at);
          case 2 -> text.delete(at, Math.min(text.length(), at + random.nextInt(40)));
          default -> {
            var from = random.nextInt(text.length());
            text.insert(
                at, text.substring(from, Math.min(text.length(), from + random.nextInt(60))));
          }
        }
      }
      try {
        var parsed = BlueprintParser.parse("landfall.yaml", text.toString(), PROVIDERS);
        var failed = parsed.problems().stream().anyMatch(problem -> problem.isError());
        assertThat(parsed.blueprint().isPresent()).as("seed %d", seed).isEqualTo(!failed);
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed + ":\n" + text, e);
      }
    }
  }
}
