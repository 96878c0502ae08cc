package dev.landfall.sandbox.snowflake.load.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonReaderTest {
  /// Options, the file, and its documents as VARIANTs, with ` / ` between them; an error as `!code
  /// line:character text`. `↵` is a line feed.
  private static final String CASES =
      """
      @ {"a":1}↵{"a":2}↵ @ {"a":1} / {"a":2}
      @ {"a":1}{"a":2} {"a":3} @ {"a":1} / {"a":2} / {"a":3}
      @ {"b":1,↵ "a":[1, {"x":"}"}]}↵ @ {"a":[1,{"x":"}"}],"b":1}
      @ [1,2]↵[3] @ [1,2] / [3]
      @ 1↵"x y"↵null↵true @ 1 / "x y" / null / true
      @ "a\\"b" 2 @ "a\\"b" / 2
      @ {"a":"é\\u00e9"} @ {"a":"éé"}
      @  @
      @ ↵ ↵ @
      STRIP_OUTER_ARRAY=TRUE @ [{"a":1},↵{"a":2}]↵ @ {"a":1} / {"a":2}
      STRIP_OUTER_ARRAY=TRUE @ [1,"x",[2,3]] @ 1 / "x" / [2,3]
      STRIP_OUTER_ARRAY=TRUE @ [[1],[2]] @ [1] / [2]
      STRIP_OUTER_ARRAY=TRUE @ [] @
      STRIP_OUTER_ARRAY=TRUE @ {"a":1}↵{"a":2} @ {"a":1} / {"a":2}
      STRIP_OUTER_ARRAY=TRUE @ [{"a":1}]↵[{"a":2}] @ {"a":1} / {"a":2}
      STRIP_NULL_VALUES=TRUE @ {"a":null,"b":[1,null,{"c":null}],"d":"x"} @ {"b":[1,{}],"d":"x"}
      STRIP_NULL_VALUES=FALSE @ {"a":null} @ {"a":null}
      ENABLE_OCTAL=TRUE @ {"a":010,"b":10,"c":-017} @ {"a":8,"b":10,"c":-15}
      @ {"a":1.50,"b":1e2,"c":12345678901234567890123} @ {"a":1.5,"b":1.000000000000000e+02,"c":12345678901234567890123}
      @ {"a":1,"a":"x"}↵ @ !100069 1:10 Error parsing JSON: duplicate object attribute "a"
      @ {"a":1,↵ "a":2}↵ @ !100069 2:4 Error parsing JSON: duplicate object attribute "a"
      @ {"b":1}↵{"a":1,"c":2,"a":3}↵{"d":1} @ {"b":1} / !100069 2:16 Error parsing JSON: duplicate object attribute "a" / {"d":1}
      @ {"a\\u0062":1,"ab":2} @ !100069 1:17 Error parsing JSON: duplicate object attribute "ab"
      @ {"a":1,"A":2} @ {"A":2,"a":1}
      ALLOW_DUPLICATE=TRUE @ {"a":"x","a":1} @ {"a":1}
      @ {"a":1 @ !100069 1:6 Error parsing JSON: missing comma
      @ {"a": x} @ !100069 1:7 Error parsing JSON: unknown keyword "x"
      @ {"a":"x↵ @ !100069 1:8 Error parsing JSON: unterminated string
      """;

  @Test
  void every_option_reads_as_snowflake_does() {
    var failures = new ArrayList<String>();
    for (var line : CASES.lines().toList()) {
      var parts = (line + " ").split(" ?@ ", 3);
      var actual = read(parts[0], parts[1].replace('↵', '\n').getBytes(StandardCharsets.UTF_8));
      if (!actual.equals(parts[2].strip())) {
        failures.add(line + "\n    was " + actual);
      }
    }
    assertThat(failures).isEmpty();
  }

  static String read(String options, byte[] file) {
    var documents = new ArrayList<String>();
    try (var reader = JsonReader.open(new ByteArrayInputStream(file), format(options))) {
      while (true) {
        try {
          if (!reader.next()) {
            return String.join(" / ", documents);
          }
          documents.add(reader.document().variant());
        } catch (BadRecord e) {
          var place = e.place();
          documents.add(
              "!" + e.code() + " " + place.line() + ":" + place.character() + " " + e.text());
        }
      }
    } catch (IOException | SnowflakeException e) {
      return e.toString();
    }
  }

  private static JsonFormat format(String options) throws SnowflakeException {
    return (JsonFormat) FileFormat.of("JSON", CsvReaderTest.values(options));
  }

  @Test
  void bytes_that_are_no_characters_are_told_or_replaced() {
    var file = new byte[] {'"', 'a', (byte) 0xff, '"', '\n', '1'};
    assertThat(read("", file))
        .isEqualTo("!100144 1:1 Invalid UTF8 detected in string '\"a0xFF\"' / 1");
    assertThat(read("REPLACE_INVALID_CHARACTERS=TRUE", file)).isEqualTo("\"a�\" / 1");
    assertThat(read("IGNORE_UTF8_ERRORS=TRUE", file)).isEqualTo("\"a�\" / 1");
  }

  @Test
  void a_document_may_be_longer_than_what_is_read_at_once_but_not_than_a_variant() {
    var long1 = "[" + "1,".repeat(700_000) + "2]";
    assertThat(read("", (long1 + "\n3").getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(long1 + " / 3");
    var text = "[" + "1,".repeat(9_000_000) + "2]";
    assertThat(read("", (text + "\n3").getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(
            "!100069 1:1 Error parsing JSON: document is too large, max size 16777216 bytes / 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRIM_SPACE=TRUE", "NULL_IF=('x')", "MULTI_LINE=FALSE"})
  void options_that_are_not_honoured_are_refused(String option) {
    assertThatThrownBy(() -> format(option))
        .hasMessageStartingWith("Not supported by the sandbox: FILE_FORMAT TYPE = JSON … ");
  }

  @Test
  void options_that_mean_what_holds_anyway_are_taken() throws Exception {
    assertThat(format("TRIM_SPACE=FALSE NULL_IF=() DATE_FORMAT='DD.MM.YYYY'").texts().date())
        .isEqualTo("DD.MM.YYYY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AVRO", "ORC", "XML"})
  void formats_the_sandbox_does_not_know_are_refused_by_name(String type) {
    assertThatThrownBy(() -> FileFormat.of(type, CsvReaderTest.values("")))
        .hasMessage("Not supported by the sandbox: FILE_FORMAT TYPE = " + type + ".");
  }

  @Test
  void a_format_without_a_type_is_csv() throws Exception {
    assertThat(FileFormat.of(CsvReaderTest.values("")).type()).isEqualTo("CSV");
    assertThat(FileFormat.of(CsvReaderTest.values("TYPE='json'")).type()).isEqualTo("JSON");
    assertThat(List.of("CSV", "JSON", "PARQUET"))
        .allSatisfy(type ->
            assertThat(FileFormat.of(type, CsvReaderTest.values("")).type()).isEqualTo(type));
  }
}
