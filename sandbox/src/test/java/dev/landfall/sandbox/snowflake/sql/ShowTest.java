package dev.landfall.sandbox.snowflake.sql;

import static dev.landfall.sandbox.snowflake.sql.Parsing.assertNotSupported;
import static dev.landfall.sandbox.snowflake.sql.Parsing.assertSyntaxError;
import static dev.landfall.sandbox.snowflake.sql.Parsing.name;
import static dev.landfall.sandbox.snowflake.sql.Parsing.parse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShowTest {
  @ParameterizedTest
  @EnumSource(ShowStatement.Topic.class)
  void every_topic_is_known(ShowStatement.Topic topic) throws SnowflakeException {
    assertThat(parse("SHOW " + topic.sql(), ShowStatement.Show.class).topic()).isEqualTo(topic);
  }

  @Test
  void all_clauses_may_be_there() throws SnowflakeException {
    assertThat(
            parse(
                "SHOW TERSE TABLES HISTORY LIKE 'a%' IN SCHEMA d.s STARTS WITH 'b' LIMIT 10 FROM 'c'"))
        .isEqualTo(
            new ShowStatement.Show(
                ShowStatement.Topic.TABLES,
                true,
                true,
                Optional.of("a%"),
                Optional.of(
                    new Container(Optional.of(ObjectKind.SCHEMA), Optional.of(name("D", "S")))),
                Optional.of("b"),
                Optional.of(10L),
                Optional.of("c")));
  }

  @Test
  void the_driver_says_what_it_asks_for_in_a_comment() throws SnowflakeException {
    var show =
        parse(
            "show /* JDBC:DatabaseMetaData.getTables() */ tables like 'X' in schema \"D\".\"S\"",
            ShowStatement.Show.class);
    assertThat(show.topic()).isEqualTo(ShowStatement.Topic.TABLES);
    assertThat(show.in()).flatMap(Container::name).contains(name("D", "S"));
    assertThat(parse("show /* JDBC */ primary keys in account", ShowStatement.Show.class).in())
        .contains(new Container(Optional.of(ObjectKind.ACCOUNT), Optional.empty()));
  }

  @Test
  void a_place_may_be_a_kind_a_name_or_both() throws SnowflakeException {
    assertThat(in("SHOW SCHEMAS IN DATABASE"))
        .isEqualTo(new Container(Optional.of(ObjectKind.DATABASE), Optional.empty()));
    assertThat(in("SHOW TABLES IN d.s"))
        .isEqualTo(new Container(Optional.empty(), Optional.of(name("D", "S"))));
    assertThat(in("SHOW COLUMNS IN TABLE a.b.c"))
        .isEqualTo(new Container(Optional.of(ObjectKind.TABLE), Optional.of(name("A", "B", "C"))));
    assertThat(in("SHOW TABLES IN SCHEMA LIMIT 5"))
        .isEqualTo(new Container(Optional.of(ObjectKind.SCHEMA), Optional.empty()));
    assertThat(in("SHOW TABLES IN DATABASE identifier('d') STARTS WITH 'x'"))
        .isEqualTo(new Container(Optional.of(ObjectKind.DATABASE), Optional.of(name("D"))));
  }

  @Test
  void grants_are_shown_from_all_sides() throws SnowflakeException {
    assertThat(grants("SHOW GRANTS")).isEqualTo(new ShowStatement.Grants.Own());
    assertThat(grants("SHOW GRANTS ON ACCOUNT"))
        .isEqualTo(new ShowStatement.Grants.On(new GrantStatement.Target.Account()));
    assertThat(grants("SHOW GRANTS ON TABLE s.t"))
        .isEqualTo(
            new ShowStatement.Grants.On(
                new GrantStatement.Target.One(ObjectKind.TABLE, name("S", "T"), Optional.empty())));
    assertThat(grants("SHOW GRANTS TO ROLE r LIMIT 3"))
        .isEqualTo(
            new ShowStatement.Grants.To(new GrantStatement.Grantee(ObjectKind.ROLE, name("R"))));
    assertThat(grants("SHOW GRANTS OF DATABASE ROLE d.r"))
        .isEqualTo(new ShowStatement.Grants.Of(ObjectKind.DATABASE_ROLE, name("D", "R")));
    assertThat(grants("SHOW FUTURE GRANTS IN SCHEMA s"))
        .isEqualTo(
            new ShowStatement.Grants.FutureIn(
                new Container(Optional.of(ObjectKind.SCHEMA), Optional.of(name("S")))));
    assertThat(grants("SHOW FUTURE GRANTS TO ROLE r"))
        .isEqualTo(
            new ShowStatement.Grants.FutureTo(
                new GrantStatement.Grantee(ObjectKind.ROLE, name("R"))));
  }

  @Test
  void parameters_are_shown_of_the_session_or_of_an_object() throws SnowflakeException {
    assertThat(parse("SHOW PARAMETERS LIKE 'TIME%'"))
        .isEqualTo(
            new ShowStatement.ShowParameters(
                Optional.of("TIME%"),
                new ShowStatement.ParameterScope(
                    ShowStatement.ParameterScope.Level.SESSION, Optional.empty())));
    assertThat(parse("SHOW PARAMETERS IN TABLE s.t"))
        .isEqualTo(
            new ShowStatement.ShowParameters(
                Optional.empty(),
                new ShowStatement.ParameterScope(
                    ShowStatement.ParameterScope.Level.TABLE, Optional.of(name("S", "T")))));
  }

  @Test
  void wrong_words_are_named_with_their_place() {
    assertSyntaxError("SHOW", 1, 4, "<EOF>");
    assertSyntaxError("SHOW THINGS", 1, 5, "THINGS");
    assertSyntaxError("SHOW TABLES LIKE x", 1, 17, "x");
    assertSyntaxError("SHOW TABLES IN SCHEMA s FOO", 1, 24, "FOO");
    assertSyntaxError("SHOW GRANTS OF USER u", 1, 15, "USER");
    assertNotSupported("SHOW MODELS", "SHOW MODELS");
    assertNotSupported("SHOW TASKS ROOT ONLY", "ROOT");
  }

  private static Container in(String sql) throws SnowflakeException {
    return parse(sql, ShowStatement.Show.class).in().orElseThrow();
  }

  private static ShowStatement.Grants grants(String sql) throws SnowflakeException {
    return parse(sql, ShowStatement.ShowGrants.class).grants();
  }
}
