package dev.landfall.sandbox.snowflake.sql;

import static dev.landfall.sandbox.snowflake.sql.Parsing.assertNotSupported;
import static dev.landfall.sandbox.snowflake.sql.Parsing.assertSyntaxError;
import static dev.landfall.sandbox.snowflake.sql.Parsing.name;
import static dev.landfall.sandbox.snowflake.sql.Parsing.names;
import static dev.landfall.sandbox.snowflake.sql.Parsing.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoutineTest {
  @Test
  void a_sql_function_has_parameters_a_type_and_a_body() throws SnowflakeException {
    var function =
        parse(
            """
            CREATE OR REPLACE SECURE FUNCTION MART.NET(AMT NUMBER(18,2), RATE FLOAT DEFAULT 0.1 + 1)
            RETURNS NUMBER(18,2) NOT NULL
            LANGUAGE SQL STRICT IMMUTABLE MEMOIZABLE
            COMMENT = 'net'
            AS 'AMT * (1 - RATE) -- it''s'
            """,
            CodeStatement.CreateFunction.class);
    assertThat(function.secure()).isTrue();
    assertThat(function.returns())
        .isEqualTo(new CodeStatement.Returns.Scalar(new DataType.Fixed(18, 2), true));
    assertThat(function.nullInput()).contains(CodeStatement.NullInput.RETURNS_NULL);
    assertThat(function.volatility()).contains(CodeStatement.Volatility.IMMUTABLE);
    assertThat(function.memoizable()).isTrue();
    assertThat(function.parameters().get(1).fallback()).map(Span::text).contains("0.1 + 1");
    assertThat(function.body()).map(Span::text).contains("AMT * (1 - RATE) -- it's");
  }

  @Test
  void a_table_function_returns_columns() throws SnowflakeException {
    var function =
        parse(
            "CREATE FUNCTION f() RETURNS TABLE (A DATE, B NUMBER) AS $$ SELECT 1; $$",
            CodeStatement.CreateFunction.class);
    assertThat(function.returns())
        .isInstanceOfSatisfying(
            CodeStatement.Returns.Rows.class,
            rows ->
                assertThat(rows.columns()).extracting(Parameter::name).isEqualTo(names("A", "B")));
    assertThat(function.language()).isEqualTo(CodeStatement.Language.SQL);
  }

  @Test
  void handlers_of_other_languages_are_kept() throws SnowflakeException {
    var python =
        parse(
            """
            CREATE FUNCTION f(a ARRAY) RETURNS VARIANT LANGUAGE PYTHON RUNTIME_VERSION = '3.11'
              PACKAGES = ('numpy', 'pandas') HANDLER = 'main' SECRETS = ('cred' = s.x)
            AS $$
            def main(a): return a
            $$
            """,
            CodeStatement.CreateFunction.class);
    assertThat(python.language()).isEqualTo(CodeStatement.Language.PYTHON);
    assertThat(Parsing.value(python.options(), "SECRETS"))
        .isInstanceOfSatisfying(
            Value.Nested.class,
            nested ->
                assertThat(nested.options().find("cred")).contains(new Value.Word(name("S", "X"))));
    var java =
        parse(
            "CREATE FUNCTION f() RETURNS INT LANGUAGE JAVA HANDLER = 'A.b' IMPORTS = ('@s/a.jar')",
            CodeStatement.CreateFunction.class);
    assertThat(java.body()).isEmpty();
    assertSyntaxError(
        "CREATE FUNCTION f() RETURNS INT LANGUAGE JAVA HANDLER = 'A.b'", 1, 61, "<EOF>");
  }

  @Test
  void a_procedure_runs_as_its_owner_unless_it_says_otherwise() throws SnowflakeException {
    var owner =
        parse(
            "CREATE PROCEDURE p() RETURNS TABLE () AS $$ BEGIN RETURN 1; END $$",
            CodeStatement.CreateProcedure.class);
    assertThat(owner.executeAs()).isEqualTo(CodeStatement.ExecuteAs.OWNER);
    var caller =
        parse(
            "CREATE OR REPLACE PROCEDURE p(a INT) COPY GRANTS RETURNS VARCHAR LANGUAGE JAVASCRIPT"
                + " CALLED ON NULL INPUT COMMENT = 'c' EXECUTE AS CALLER AS 'return 1;'",
            CodeStatement.CreateProcedure.class);
    assertThat(caller.executeAs()).isEqualTo(CodeStatement.ExecuteAs.CALLER);
    assertThat(caller.copyGrants()).isTrue();
    assertThat(caller.nullInput()).contains(CodeStatement.NullInput.CALLED_ON_NULL_INPUT);
  }

  @Test
  void the_block_of_a_procedure_needs_no_quotes() throws SnowflakeException {
    var procedure =
        parse(
            "CREATE PROCEDURE p() RETURNS INT LANGUAGE SQL AS DECLARE a INT; BEGIN RETURN a; END;",
            CodeStatement.CreateProcedure.class);
    assertThat(procedure.body()).map(Span::text).contains("DECLARE a INT; BEGIN RETURN a; END");
    assertSyntaxError(
        "CREATE PROCEDURE p() RETURNS INT LANGUAGE SQL AS BEGIN FOO 1; END", 1, 55, "FOO");
    assertSyntaxError(
        "CREATE PROCEDURE p() RETURNS INT LANGUAGE PYTHON AS BEGIN NULL; END", 1, 52, "BEGIN");
  }

  @Test
  void an_external_function_has_an_address() throws SnowflakeException {
    var function =
        parse(
            "CREATE SECURE EXTERNAL FUNCTION f(a INT) RETURNS VARIANT API_INTEGRATION = i HEADERS ="
                + " ('a' = 'b') MAX_BATCH_ROWS = 10 AS 'https://x/y'",
            CodeStatement.CreateExternalFunction.class);
    assertThat(function.url()).isEqualTo("https://x/y");
    assertThat(function.options().all()).hasSize(3);
  }

  @Test
  void a_call_has_arguments_by_place_or_by_name() throws SnowflakeException {
    var call = parse("CALL s.p(1 + 2, f(a, b), :x, ?)", CodeStatement.Call.class);
    assertThat(call.procedure()).isEqualTo(name("S", "P"));
    assertThat(call.arguments())
        .extracting(argument -> argument.expression().text())
        .containsExactly("1 + 2", "f(a, b)", ":x", "?");
    var named = parse("CALL p(b => 2, a => 'x') INTO :r", CodeStatement.Call.class);
    assertThat(named.arguments())
        .extracting(CodeStatement.Argument::name)
        .containsExactly(Optional.of(Name.quoted("B")), Optional.of(Name.quoted("A")));
    assertThat(named.into()).contains(Name.quoted("R"));
    assertThat(parse("CALL p()", CodeStatement.Call.class).arguments()).isEmpty();
  }

  @Test
  void text_is_executed_from_a_literal_or_a_variable() throws SnowflakeException {
    var literal =
        parse(
            "EXECUTE IMMEDIATE $$ BEGIN RETURN 'x'; END; $$", CodeStatement.ExecuteImmediate.class);
    assertThat(literal.literal()).map(Span::text).contains(" BEGIN RETURN 'x'; END; ");
    var variable =
        parse("EXECUTE IMMEDIATE $stmt USING (a, :b)", CodeStatement.ExecuteImmediate.class);
    assertThat(variable.source().text()).isEqualTo("$stmt");
    assertThat(variable.literal()).isEmpty();
    assertThat(variable.using()).isEqualTo(names("A", "B"));
    assertNotSupported("EXECUTE IMMEDIATE FROM @s/x.sql", "EXECUTE IMMEDIATE FROM");
  }

  @Test
  void tasks_and_alerts_are_executed_by_name() throws SnowflakeException {
    assertThat(parse("EXECUTE TASK s.t RETRY LAST"))
        .isEqualTo(new CodeStatement.ExecuteTask(name("S", "T"), true, Optional.empty()));
    assertThat(parse("EXECUTE TASK t USING CONFIG = $${\"a\":1}$$"))
        .isEqualTo(new CodeStatement.ExecuteTask(name("T"), false, Optional.of("{\"a\":1}")));
    assertThat(parse("EXECUTE ALERT a")).isEqualTo(new CodeStatement.ExecuteAlert(name("A")));
  }

  @Test
  void functions_are_told_apart_by_their_types() throws SnowflakeException {
    var drop = parse("DROP FUNCTION IF EXISTS s.f(NUMBER, VARCHAR(3))", ObjectStatement.Drop.class);
    assertThat(drop.arguments())
        .get()
        .asInstanceOf(LIST)
        .containsExactly(DataType.Fixed.INTEGER, new DataType.Text(3));
    assertThat(parse("ALTER PROCEDURE p(INT) EXECUTE AS CALLER", AlterStatement.class))
        .satisfies(alter -> {
          assertThat(alter.arguments()).isPresent();
          assertThat(alter.action())
              .isEqualTo(new AlterAction.ExecuteAs(CodeStatement.ExecuteAs.CALLER));
        });
    assertSyntaxError("DROP FUNCTION f", 1, 15, "<EOF>");
  }

  @Test
  void more_with_a_procedure_for_one_call_and_output_arguments_are_refused() {
    assertNotSupported(
        "WITH p AS PROCEDURE () RETURNS INT LANGUAGE SQL AS $$ BEGIN RETURN 1; END $$, c AS (SELECT"
            + " 1) CALL p()",
        "more common table expressions");
    assertNotSupported("CREATE PROCEDURE p(a OUT INT) RETURNS INT AS $$ x $$", "output arguments");
  }
}
