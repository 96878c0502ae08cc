package dev.landfall.sandbox.snowflake.sql;

import static dev.landfall.sandbox.snowflake.sql.Parsing.assertNotSupported;
import static dev.landfall.sandbox.snowflake.sql.Parsing.assertSyntaxError;
import static dev.landfall.sandbox.snowflake.sql.Parsing.name;
import static dev.landfall.sandbox.snowflake.sql.Parsing.names;
import static dev.landfall.sandbox.snowflake.sql.Parsing.parse;
import static dev.landfall.sandbox.snowflake.sql.Parsing.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionStatementTest {
  @Test
  void use_says_what_is_current_from_now_on() throws SnowflakeException {
    assertThat(parse("USE ROLE r")).isEqualTo(new SessionStatement.UseRole(Name.quoted("R")));
    assertThat(parse("USE WAREHOUSE \"w\""))
        .isEqualTo(new SessionStatement.UseWarehouse(Name.quoted("w")));
    assertThat(parse("USE DATABASE d"))
        .isEqualTo(new SessionStatement.UseDatabase(Name.quoted("D")));
    assertThat(parse("USE SCHEMA d.s")).isEqualTo(new SessionStatement.UseSchema(name("D", "S")));
    assertThat(parse("USE d.s")).isEqualTo(new SessionStatement.Use(name("D", "S")));
    assertThat(parse("USE SECONDARY ROLES NONE"))
        .isEqualTo(
            new SessionStatement.UseSecondaryRoles(new SessionStatement.SecondaryRoles.None()));
    assertThat(parse("USE SECONDARY ROLES a, b"))
        .isEqualTo(
            new SessionStatement.UseSecondaryRoles(
                new SessionStatement.SecondaryRoles.These(names("A", "B"))));
  }

  @Test
  void variables_are_set_one_by_one_or_together() throws SnowflakeException {
    var one = parse("SET x = (SELECT MAX(a) FROM t) + 1;", SessionStatement.SetVariables.class);
    assertThat(one.names()).isEqualTo(names("X"));
    assertThat(texts(one.values())).containsExactly("(SELECT MAX(a) FROM t) + 1");
    var two = parse("SET (a, b) = (1, f(2, 3))", SessionStatement.SetVariables.class);
    assertThat(two.names()).isEqualTo(names("A", "B"));
    assertThat(texts(two.values())).containsExactly("1", "f(2, 3)");
    assertThat(parse("UNSET (a, b)"))
        .isEqualTo(new SessionStatement.UnsetVariables(names("A", "B")));
    assertSyntaxError("SET (a, b) = (1)", 1, 13, "(");
    assertNotSupported("SET (a, b) = (SELECT 1, 2)", "SET of several variables from a query");
  }

  @Test
  void parameters_of_the_session_may_have_any_name() throws SnowflakeException {
    var set =
        parse(
            "alter session /* JDBC */ set autocommit=false jdbc_query_result_format = 'JSON'",
            SessionStatement.SetParameters.class);
    assertThat(set.options().all())
        .extracting(Option::name)
        .containsExactly("AUTOCOMMIT", "JDBC_QUERY_RESULT_FORMAT");
    assertThat(parse("ALTER SESSION UNSET TIMEZONE, QUERY_TAG"))
        .isEqualTo(new SessionStatement.UnsetParameters(List.of("TIMEZONE", "QUERY_TAG")));
    assertSyntaxError("ALTER SESSION SET", 1, 17, "<EOF>");
    assertSyntaxError("ALTER SESSION SET A = 1 B", 1, 24, "B");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"BEGIN", "begin;", "BEGIN WORK", "BEGIN TRANSACTION", "START TRANSACTION"})
  void a_transaction_begins(String begin) throws SnowflakeException {
    assertThat(parse(begin)).isEqualTo(new TransactionStatement.Begin(Optional.empty()));
  }

  @Test
  void a_transaction_has_a_name_and_an_end() throws SnowflakeException {
    assertThat(parse("BEGIN TRANSACTION NAME t1"))
        .isEqualTo(new TransactionStatement.Begin(Optional.of(Name.quoted("T1"))));
    assertThat(parse("COMMIT WORK")).isEqualTo(new TransactionStatement.Commit());
    assertThat(parse("rollback")).isEqualTo(new TransactionStatement.Rollback());
    assertSyntaxError("COMMIT NOW", 1, 7, "NOW");
  }

  @Test
  void the_account_has_parameters_and_tags() throws SnowflakeException {
    assertThat(parse("ALTER ACCOUNT SET TIMEZONE = 'UTC'"))
        .isInstanceOf(AccountStatement.SetAccount.class);
    assertThat(parse("ALTER ACCOUNT UNSET NETWORK_POLICY"))
        .isEqualTo(new AccountStatement.UnsetAccount(List.of("NETWORK_POLICY")));
    assertThat(parse("ALTER ACCOUNT SET TAG a = 'b'"))
        .isEqualTo(new AccountStatement.SetAccountTags(List.of(new TagValue(name("A"), "b"))));
    assertNotSupported("ALTER ACCOUNT SET PASSWORD POLICY p", "PASSWORD POLICY");
  }
}
