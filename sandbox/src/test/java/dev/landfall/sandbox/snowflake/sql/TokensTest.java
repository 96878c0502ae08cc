package dev.landfall.sandbox.snowflake.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  @Test
  void words_numbers_and_literals_are_told_apart() throws SnowflakeException {
    assertThat(tokens("SELECT a$1, \"b \"\"c\", 'it''s', $$x'y$$, 1.5e-3, .5, $v, $2, @s/p, ?"))
        .containsExactly(
            "WORD SELECT",
            "WORD a$1",
            "SYMBOL ,",
            "QUOTED \"b \"\"c\"",
            "SYMBOL ,",
            "STRING 'it''s'",
            "SYMBOL ,",
            "DOLLAR_STRING $$x'y$$",
            "SYMBOL ,",
            "NUMBER 1.5e-3",
            "SYMBOL ,",
            "NUMBER .5",
            "SYMBOL ,",
            "VARIABLE $v",
            "SYMBOL ,",
            "POSITION $2",
            "SYMBOL ,",
            "STAGE @s/p",
            "SYMBOL ,",
            "SYMBOL ?");
  }

  @Test
  void comments_of_all_three_kinds_lie_between_tokens() throws SnowflakeException {
    assertThat(tokens("a -- ' \n b // \" \n c /* ; /* */ d --"))
        .containsExactly("WORD a", "WORD b", "WORD c", "WORD d");
  }

  @Test
  void operators_are_as_long_as_they_can_be() throws SnowflakeException {
    assertThat(tokens("a=>b::c:=d->e->>f||g<=h<>i!=j:k"))
        .containsExactly(
            "WORD a",
            "SYMBOL =>",
            "WORD b",
            "SYMBOL ::",
            "WORD c",
            "SYMBOL :=",
            "WORD d",
            "SYMBOL ->",
            "WORD e",
            "SYMBOL ->>",
            "WORD f",
            "SYMBOL ||",
            "WORD g",
            "SYMBOL <=",
            "WORD h",
            "SYMBOL <>",
            "WORD i",
            "SYMBOL !=",
            "WORD j",
            "SYMBOL :",
            "WORD k");
  }

  @Test
  void a_point_after_a_name_is_no_fraction() throws SnowflakeException {
    assertThat(tokens("db..t, a.5"))
        .containsExactly(
            "WORD db",
            "SYMBOL .",
            "SYMBOL .",
            "WORD t",
            "SYMBOL ,",
            "WORD a",
            "SYMBOL .",
            "NUMBER 5");
  }

  @Test
  void a_stage_goes_to_the_next_white_space_or_bracket() throws SnowflakeException {
    assertThat(tokens("@~/a@b.csv @%t/x//y @db.\"my schema\".%\"t t\"/p (@s) @~;"))
        .containsExactly(
            "STAGE @~/a@b.csv",
            "STAGE @%t/x//y",
            "STAGE @db.\"my schema\".%\"t t\"/p",
            "SYMBOL (",
            "STAGE @s",
            "SYMBOL )",
            "STAGE @~",
            "SYMBOL ;");
  }

  @Test
  void the_slashes_of_a_file_begin_no_comment() throws SnowflakeException {
    assertThat(tokens("PUT file:///tmp/a*.csv @~; a file // comment"))
        .containsExactly(
            "WORD PUT",
            "FILE_URL file:///tmp/a*.csv",
            "STAGE @~",
            "SYMBOL ;",
            "WORD a",
            "WORD file");
  }

  @Test
  void escaped_quotes_do_not_end_a_string() throws SnowflakeException {
    assertThat(tokens("'a\\'b' 'c\\\\' 'd'''"))
        .containsExactly("STRING 'a\\'b'", "STRING 'c\\\\'", "STRING 'd'''");
  }

  @Test
  void characters_without_a_meaning_are_tokens_of_their_own() throws SnowflakeException {
    assertThat(tokens("ä # ` 😀")).containsExactly("SYMBOL ä", "SYMBOL #", "SYMBOL `", "SYMBOL 😀");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 'abc",
        "select 'abc\\'",
        "select \"abc",
        "select $$abc",
        "select /* abc",
        "'",
        "'\\"
      })
  void a_text_that_ends_too_early_is_a_parse_error_at_its_end(String text) {
    assertThatThrownBy(() -> Tokens.of(text))
        .isInstanceOfSatisfying(
            SnowflakeException.class,
            e -> {
              assertThat(e.code()).isEqualTo("001003");
              assertThat(e.sqlState()).isEqualTo("42000");
              assertThat(e.text())
                  .isEqualTo(
                      "SQL compilation error:\nparse error line 1 at position "
                          + text.length()
                          + " near '<EOF>'.");
            });
  }

  @Test
  void lines_are_counted_from_one_and_positions_from_zero() throws SnowflakeException {
    Tokens tokens = Tokens.of("a\n\n  b\n");
    assertThat(tokens.line(tokens.start(1))).isEqualTo(3);
    assertThat(tokens.position(tokens.start(1))).isEqualTo(2);
    assertThat(tokens.line(tokens.start(0))).isEqualTo(1);
    assertThat(tokens.position(tokens.start(0))).isZero();
    assertThat(tokens.line("a\n\n  b\n".length())).isEqualTo(4);
  }

  @Test
  void past_the_last_token_there_is_only_the_end() throws SnowflakeException {
    Tokens tokens = Tokens.of(" a ");
    assertThat(tokens.kind(1)).isEqualTo(TokenKind.END);
    assertThat(tokens.kind(99)).isEqualTo(TokenKind.END);
    assertThat(tokens.kind(-1)).isEqualTo(TokenKind.END);
    assertThat(tokens.text(1)).isEmpty();
  }

  private static List<String> tokens(String text) throws SnowflakeException {
    Tokens tokens = Tokens.of(text);
    List<String> found = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      found.add(tokens.kind(i) + " " + tokens.text(i));
    }
    return found;
  }
}
