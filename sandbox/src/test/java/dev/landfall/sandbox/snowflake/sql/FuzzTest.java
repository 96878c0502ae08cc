package dev.landfall.sandbox.snowflake.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Statements that were damaged: the parser gives a tree or one of Snowflake's errors, never
/// anything else. A failure names the seed and the text.
class FuzzTest {
  private static final int MUTANTS = 4_000;

  private static final String[] PIECES = {
    "(",
    ")",
    ",",
    ";",
    "'",
    "\"",
    "$$",
    "/*",
    "*/",
    "--",
    "\n",
    ":",
    "::",
    "=>",
    "->",
    ":=",
    "?",
    ".",
    "=",
    "@",
    "@s/x",
    "$x",
    "$1",
    "1",
    "-",
    "1e9",
    "AS",
    "BEGIN",
    "END",
    "CASE",
    "SELECT",
    "NOT",
    "NULL",
    "IDENTIFIER('a')",
    "DEFAULT",
    "COMMENT",
    "SET",
    "TAG",
    "IF",
    "EXISTS",
    "TABLE",
    "POLICY",
    "WITH",
    "\\",
    "\u0000",
    "é",
    "😀",
    "[",
    "]",
    "{",
    "}",
    "%",
    "ON",
    "IN",
    "TO",
    "CREATE",
    "ALTER",
    "COPY"
  };

  private static final List<String> SEEDS =
      Stream.concat(Corpus.typical().stream(), Corpus.ticketing().stream())
          .map(Corpus.Entry::sql)
          .toList();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 20261124})
  void damaged_statements_give_a_tree_or_an_error_of_snowflake(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < MUTANTS; i++) {
      String sql = mutant(random);
      try {
        parseAll(sql);
      } catch (SnowflakeException e) {
        assertThat(e.code()).as("seed %s: %s", seed, sql).hasSize(6);
        assertThat(e.sqlState()).hasSize(5);
        assertThat(e.text()).isNotBlank();
      } catch (RuntimeException | StackOverflowError e) {
        fail("seed " + seed + ": " + sql, e);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void tokens_cover_the_whole_text(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < MUTANTS; i++) {
      String sql = mutant(random);
      try {
        assertCovered(sql, Tokens.of(sql));
      } catch (SnowflakeException e) {
        assertThat(e.text()).as("seed %s: %s", seed, sql).contains("near '<EOF>'");
      }
    }
  }

  /// Statements are found where they stand, and reading one alone is reading it in the whole.
  private static void parseAll(String sql) throws SnowflakeException {
    for (Statements.Piece piece : Statements.split(sql)) {
      assertThat(sql.startsWith(piece.text(), piece.offset())).isTrue();
    }
    NamedBind.in(sql);
    Statement statement = SnowflakeParser.parse(sql, new Anything());
    assertThat(SnowflakeParser.parse(sql + " ;", new Anything())).isEqualTo(statement);
    if (statement instanceof CodeStatement.CreateProcedure procedure
        && procedure.body().isPresent()) {
      SnowflakeParser.script(procedure.body().get().text(), new Anything());
    }
  }

  /// Between tokens there is only white space, comments, and nothing twice.
  private static void assertCovered(String sql, Tokens tokens) {
    int end = 0;
    for (int i = 0; i < tokens.size(); i++) {
      assertThat(tokens.start(i)).as(sql).isGreaterThanOrEqualTo(end);
      assertThat(tokens.end(i)).as(sql).isGreaterThan(tokens.start(i));
      assertBlank(sql, end, tokens.start(i));
      end = tokens.end(i);
    }
    assertBlank(sql, end, sql.length());
  }

  private static void assertBlank(String sql, int from, int until) {
    String gap = sql.substring(from, until);
    String rest =
        gap.replaceAll("(?s)/\\*.*?\\*/|--[^\n]*|//[^\n]*|[\\x00-\\x20\\u00A0\\uFEFF]", "");
    assertThat(rest).as("between tokens of %s", sql).isEmpty();
  }

  private static String mutant(Random random) {
    var text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
    int damages = 1 + random.nextInt(4);
    for (int i = 0; i < damages; i++) {
      damage(text, random);
    }
    return text.toString();
  }

  private static void damage(StringBuilder text, Random random) {
    int at = random.nextInt(text.length() + 1);
    int until = Math.min(text.length(), at + random.nextInt(12));
    switch (random.nextInt(5)) {
      case 0 -> text.delete(at, until);
      case 1 -> text.insert(at, ' ' + PIECES[random.nextInt(PIECES.length)] + ' ');
      case 2 -> text.replace(at, until, PIECES[random.nextInt(PIECES.length)]);
      case 3 -> text.insert(at, text.substring(at, until));
      default -> swapWords(text, random);
    }
  }

  private static void swapWords(StringBuilder text, Random random) {
    List<String> words = new ArrayList<>(List.of(text.toString().split("(?<= )")));
    int one = random.nextInt(words.size());
    int other = random.nextInt(words.size());
    String word = words.get(one);
    words.set(one, words.get(other));
    words.set(other, word);
    text.setLength(0);
    words.forEach(text::append);
  }

  private static final class Anything implements Surroundings {
    @Override
    public String variable(Name name) {
      return "v";
    }

    @Override
    public String bind(int index) {
      return "b";
    }

    @Override
    public String bind(Name name) {
      return "n";
    }
  }
}
