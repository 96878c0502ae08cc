package dev.landfall.sandbox.snowflake.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'' | ~~",
        "'a''b' | a'b",
        "'a\\'b' | a'b",
        "'\\x41\\u0042\\103' | ABC",
        "'\\\\d' | \\d",
        "'\\d\\-' | d-",
        "'\\xZZ' | xZZ",
        "'\\u12' | u12",
        "$$a''\\n$$ | a''\\n",
        "$$$$ | ~~",
      })
  void escapes_are_resolved_between_single_quotes_only(String literal, String content) {
    assertThat(Literals.string(literal)).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\b", "\f", "\n", "\r", "\t"})
  void control_characters_have_their_letters(String control) {
    char letter = "bfnrt".charAt("\b\f\n\r\t".indexOf(control));
    assertThat(Literals.string("'\\" + letter + "'")).isEqualTo(control);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "it's", "a\\b", "\\'", "x\ny"})
  void a_literal_of_a_text_reads_as_the_text(String text) {
    assertThat(Literals.string(Literals.literal(text))).isEqualTo(text);
  }
}
