package dev.landfall.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TemplateTextTest {
  private static Part read(String text) {
    return switch (TemplateText.read(text)) {
      case TemplateText.Read(var root) -> root;
      case TemplateText.Malformed malformed -> throw new AssertionError(malformed);
      case TemplateText.Repeated repeated -> throw new AssertionError(repeated);
    };
  }

  @Test
  void every_part_of_yaml_knows_its_place() {
    var root =
        read(
            """
            Resources:
              A:
                Type: x
                Properties:
                  Names: [a, !Sub "${b}"]
            """);
    var resources = root.member("Resources").orElseThrow();
    assertThat(resources.keyPlace("A")).isEqualTo(new Place(2, 3));
    assertThat(root.at(List.of("Resources", "A", "Type")).place()).isEqualTo(new Place(3, 11));
    var names = root.at(List.of("Resources", "A", "Properties", "Names"));
    assertThat(names.items().get(0).place()).isEqualTo(new Place(5, 15));
    var call = names.items().get(1).call().orElseThrow();
    assertThat(call.name()).isEqualTo("Fn::Sub");
    assertThat(call.argument().text()).contains("${b}");
    assertThat(call.argument().place()).isEqualTo(new Place(5, 18));
    assertThat(root.at(List.of("Resources", "B", "Type")).place()).isEqualTo(resources.place());
  }

  @Test
  void every_part_of_json_knows_its_place() {
    var root = read("{\"A\":\n  {\"B\": [1,\n    true]}}");
    var a = root.member("A").orElseThrow();
    assertThat(root.keyPlace("A")).isEqualTo(new Place(1, 2));
    assertThat(a.place()).isEqualTo(new Place(2, 3));
    assertThat(a.keyPlace("B")).isEqualTo(new Place(2, 4));
    assertThat(root.at(List.of("A", "B", "1")).place()).isEqualTo(new Place(3, 5));
    assertThat(root.at(List.of("A", "B", "1")).scalar()).contains("true");
  }

  @Test
  void what_is_neither_is_told_with_its_place() {
    assertThat(TemplateText.read("A: [1\nB: 2"))
        .isInstanceOfSatisfying(
            TemplateText.Malformed.class,
            malformed -> {
              assertThat(malformed.place().line()).isEqualTo(2);
              assertThat(malformed.what()).isNotEmpty();
            });
    assertThat(TemplateText.read("{\"A\": x}"))
        .isInstanceOfSatisfying(
            TemplateText.Malformed.class,
            malformed -> assertThat(malformed.place()).isEqualTo(new Place(1, 7)));
  }

  @Test
  void every_key_that_stands_twice_is_told() {
    assertThat(TemplateText.read("A: {b: 1, b: 2}\nA: 3"))
        .isEqualTo(
            new TemplateText.Repeated(
                List.of(
                    new TemplateText.Key("b", new Place(1, 11)),
                    new TemplateText.Key("A", new Place(2, 1)))));
  }
}
