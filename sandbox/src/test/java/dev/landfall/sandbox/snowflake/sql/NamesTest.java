package dev.landfall.sandbox.snowflake.sql;

import static dev.landfall.sandbox.snowflake.sql.Parsing.assertSyntaxError;
import static dev.landfall.sandbox.snowflake.sql.Parsing.name;
import static dev.landfall.sandbox.snowflake.sql.Parsing.parse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @Test
  void names_without_quotes_are_in_upper_case() throws SnowflakeException {
    assertThat(dropped("raw.\"my \"\"Table\"\"\"")).isEqualTo(name("RAW", "my \"Table\""));
  }

  @Test
  void two_points_leave_out_the_schema_public() throws SnowflakeException {
    assertThat(dropped("db..t")).isEqualTo(name("DB", "PUBLIC", "T"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'db.s.\"t\"'", "$target", "?", ":1", ":target", "$$db.s.\"t\"$$"})
  void identifier_takes_its_name_from_a_text(String argument) throws SnowflakeException {
    Statement statement =
        SnowflakeParser.parse("DROP TABLE IDENTIFIER(" + argument + ")", new Fixed());
    assertThat(statement)
        .isInstanceOfSatisfying(
            ObjectStatement.Drop.class,
            drop -> assertThat(drop.name()).isEqualTo(name("DB", "S", "t")));
  }

  @Test
  void a_table_may_be_called_identifier() throws SnowflakeException {
    var table = parse("CREATE TABLE identifier (a INT)", TableStatement.CreateTable.class);
    assertThat(table.name()).isEqualTo(name("IDENTIFIER"));
  }

  @Test
  void the_text_of_identifier_must_be_a_name() {
    assertSyntaxError("DROP TABLE IDENTIFIER('a b')", 1, 22, "'a b'");
    assertSyntaxError("DROP TABLE IDENTIFIER('')", 1, 22, "''");
  }

  @Test
  void reserved_words_are_no_names_without_quotes() throws SnowflakeException {
    assertSyntaxError("DROP TABLE order", 1, 11, "order");
    assertSyntaxError("DROP TABLE a.Select", 1, 13, "Select");
    assertThat(dropped("\"ORDER\"")).isEqualTo(name("ORDER"));
    assertThat(dropped("date")).isEqualTo(name("DATE"));
  }

  @Test
  void a_name_has_no_more_parts_than_its_kind() {
    assertSyntaxError("DROP TABLE a.b.c.d", 1, 16, ".");
    assertSyntaxError("DROP SCHEMA a.b.c", 1, 15, ".");
    assertSyntaxError("DROP ROLE a.b", 1, 11, ".");
    assertSyntaxError("DROP DATABASE a.b", 1, 15, ".");
  }

  private static QualifiedName dropped(String name) throws SnowflakeException {
    return parse("DROP TABLE " + name, ObjectStatement.Drop.class).name();
  }

  private static final class Fixed implements Surroundings {
    private static final String NAME = "db.s.\"t\"";

    @Override
    public String variable(Name name) {
      assertThat(name).isEqualTo(Name.quoted("TARGET"));
      return NAME;
    }

    @Override
    public String bind(int index) {
      assertThat(index).isEqualTo(1);
      return NAME;
    }

    @Override
    public String bind(Name name) {
      assertThat(name).isEqualTo(Name.quoted("TARGET"));
      return NAME;
    }
  }
}
