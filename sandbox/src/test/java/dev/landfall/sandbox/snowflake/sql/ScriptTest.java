package dev.landfall.sandbox.snowflake.sql;

import static dev.landfall.sandbox.snowflake.sql.Parsing.names;
import static dev.landfall.sandbox.snowflake.sql.Parsing.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTest {
  @Test
  void declarations_are_of_five_kinds() throws SnowflakeException {
    var block =
        script(
            """
            DECLARE
              n NUMBER DEFAULT 0;
              s VARCHAR := 'a;b';
              t TIMESTAMP_NTZ;
              u DEFAULT 1 + 2;
              c CURSOR FOR SELECT a FROM t WHERE b = ?;
              r RESULTSET DEFAULT (SELECT 1);
              q RESULTSET;
              d CURSOR FOR r;
              e EXCEPTION (-20002, 'it''s wrong');
              f EXCEPTION;
            BEGIN
              RETURN n;
            END;
            """);
    assertThat(block.declarations())
        .extracting(declaration -> declaration.getClass().getSimpleName())
        .containsExactly(
            "Variable",
            "Variable",
            "Variable",
            "Variable",
            "QueryCursor",
            "ResultSet",
            "ResultSet",
            "ResultSetCursor",
            "UserException",
            "UserException");
    assertThat(block.declarations().getFirst())
        .isInstanceOfSatisfying(
            Declaration.Variable.class,
            variable -> {
              assertThat(variable.type()).contains(DataType.Fixed.INTEGER);
              assertThat(variable.value()).map(Span::text).contains("0");
              assertThat(variable.at()).isEqualTo(new Place(2, 2));
            });
    assertThat(block.declarations().get(4))
        .isInstanceOfSatisfying(
            Declaration.QueryCursor.class,
            cursor -> assertThat(cursor.query().text()).isEqualTo("SELECT a FROM t WHERE b = ?"));
    assertThat(block.declarations().get(5))
        .isInstanceOfSatisfying(
            Declaration.ResultSet.class,
            resultSet -> assertThat(resultSet.query()).map(Span::text).contains("SELECT 1"));
    assertThat(block.declarations().get(8))
        .isEqualTo(
            new Declaration.UserException(
                Name.quoted("E"), -20002, "it's wrong", new Place(10, 2)));
  }

  @Test
  void branches_keep_conditions_and_bodies() throws SnowflakeException {
    var body =
        script(
                """
                BEGIN
                  IF (a > 1 AND CASE WHEN b THEN c END) THEN
                    x := 1;
                  ELSEIF (a = 0) THEN
                    RETURN 'zero';
                  ELSE
                    NULL;
                  END IF;
                  CASE (a) WHEN 1 THEN x := 1; WHEN 2 THEN x := 2; ELSE x := 3; END CASE;
                  CASE WHEN a = 1 THEN x := 1; END;
                END
                """)
            .body();
    assertThat(body.getFirst())
        .isInstanceOfSatisfying(
            ScriptStatement.If.class,
            branches -> {
              assertThat(
                      texts(
                          branches.branches().stream()
                              .map(ScriptStatement.Branch::condition)
                              .toList()))
                  .containsExactly("(a > 1 AND CASE WHEN b THEN c END)", "(a = 0)");
              assertThat(branches.otherwise())
                  .containsExactly(new ScriptStatement.Nothing(new Place(7, 4)));
            });
    assertThat(body.get(1))
        .isInstanceOfSatisfying(
            ScriptStatement.Case.class,
            cases -> {
              assertThat(cases.subject()).map(Span::text).contains("(a)");
              assertThat(cases.branches()).hasSize(2);
              assertThat(cases.otherwise()).isPresent();
            });
    assertThat(body.get(2))
        .isInstanceOfSatisfying(
            ScriptStatement.Case.class,
            cases -> {
              assertThat(cases.subject()).isEmpty();
              assertThat(cases.otherwise()).isEmpty();
            });
  }

  @Test
  void loops_are_of_five_kinds() throws SnowflakeException {
    var body =
        script(
                """
                BEGIN
                  FOR r IN c DO x := r.a; END FOR outer_loop;
                  FOR i IN REVERSE 1 TO n + 1 LOOP BREAK outer_loop; END LOOP;
                  WHILE (x < 10) DO CONTINUE; END WHILE;
                  REPEAT x := x + 1; UNTIL (x > 10) END REPEAT;
                  LOOP EXIT; END LOOP;
                END
                """)
            .body();
    assertThat(body.getFirst())
        .isInstanceOfSatisfying(
            ScriptStatement.ForRows.class,
            loop -> {
              assertThat(loop.cursor()).isEqualTo(Name.quoted("C"));
              assertThat(loop.label()).contains(Name.quoted("OUTER_LOOP"));
            });
    assertThat(body.get(1))
        .isInstanceOfSatisfying(
            ScriptStatement.ForRange.class,
            loop -> {
              assertThat(loop.reverse()).isTrue();
              assertThat(loop.to().text()).isEqualTo("n + 1");
              assertThat(loop.body().getFirst())
                  .isEqualTo(
                      new ScriptStatement.Break(
                          Optional.of(Name.quoted("OUTER_LOOP")), new Place(3, 35)));
            });
    assertThat(body.get(2)).isInstanceOf(ScriptStatement.While.class);
    assertThat(body.get(3))
        .isInstanceOfSatisfying(
            ScriptStatement.Repeat.class,
            loop -> assertThat(loop.until().text()).isEqualTo("x > 10"));
    assertThat(body.get(4)).isInstanceOf(ScriptStatement.Loop.class);
  }

  @Test
  void handlers_catch_some_or_all_exceptions() throws SnowflakeException {
    var block =
        script(
            """
            BEGIN
              RAISE e;
            EXCEPTION
              WHEN e OR STATEMENT_ERROR THEN RAISE;
              WHEN OTHER CONTINUE THEN RETURN SQLERRM;
            END
            """);
    assertThat(block.handlers()).hasSize(2);
    assertThat(block.handlers().getFirst().exceptions()).isEqualTo(names("E", "STATEMENT_ERROR"));
    assertThat(block.handlers().get(1).goesOn()).isTrue();
    assertThat(block.handlers().getFirst().body())
        .containsExactly(new ScriptStatement.Raise(Optional.empty(), new Place(4, 33)));
  }

  @Test
  void cursors_are_opened_fetched_from_and_closed() throws SnowflakeException {
    assertThat(script("BEGIN OPEN c USING (1, x + 1); FETCH c INTO a, :b; CLOSE c; END").body())
        .satisfiesExactly(
            open ->
                assertThat(open)
                    .isInstanceOfSatisfying(
                        ScriptStatement.Open.class,
                        o -> assertThat(texts(o.using())).containsExactly("1", "x + 1")),
            fetch ->
                assertThat(fetch)
                    .isInstanceOfSatisfying(
                        ScriptStatement.Fetch.class,
                        f -> assertThat(f.into()).isEqualTo(names("A", "B"))),
            close -> assertThat(close).isInstanceOf(ScriptStatement.Close.class));
  }

  @Test
  void a_query_puts_its_row_into_variables() throws SnowflakeException {
    var statement =
        script("BEGIN\n SELECT a, b INTO :x, y FROM t WHERE c = :z;\nEND").body().getFirst();
    assertThat(statement)
        .isInstanceOfSatisfying(
            ScriptStatement.SelectInto.class,
            select -> {
              assertThat(select.into()).isEqualTo(names("X", "Y"));
              assertThat(select.query().text())
                  .isEqualTo("SELECT a, b            FROM t WHERE c = :z");
              assertThat(select.at()).isEqualTo(new Place(2, 1));
            });
    assertThat(script("BEGIN SELECT (SELECT 1) ; END").body().getFirst())
        .isInstanceOf(ScriptStatement.Sql.class);
    assertThat(script("BEGIN SELECT 1 INTO :x; END").body().getFirst())
        .isInstanceOfSatisfying(
            ScriptStatement.SelectInto.class,
            select -> assertThat(select.query().text()).isEqualTo("SELECT 1"));
  }

  @Test
  void values_are_returned_in_three_ways() throws SnowflakeException {
    assertThat(script("BEGIN RETURN; RETURN a || ';'; RETURN TABLE(r); END").body())
        .satisfiesExactly(
            nothing ->
                assertThat(nothing)
                    .isEqualTo(new ScriptStatement.Return(Optional.empty(), new Place(1, 6))),
            value ->
                assertThat(value)
                    .isInstanceOfSatisfying(
                        ScriptStatement.Return.class,
                        r -> assertThat(r.value()).map(Span::text).contains("a || ';'")),
            rows ->
                assertThat(rows)
                    .isInstanceOfSatisfying(
                        ScriptStatement.ReturnTable.class,
                        r -> assertThat(r.rows().text()).isEqualTo("r")));
  }

  @Test
  void variables_are_assigned_and_let() throws SnowflakeException {
    var body =
        script(
                """
                BEGIN
                  x := (SELECT COUNT(*) FROM t);
                  LET y NUMBER := x + 1;
                  LET z DEFAULT 'z';
                  LET c CURSOR FOR SELECT 1;
                  LET r RESULTSET := (EXECUTE IMMEDIATE :x);
                END
                """)
            .body();
    assertThat(body.getFirst())
        .isInstanceOfSatisfying(
            ScriptStatement.Assign.class,
            assign -> assertThat(assign.value().text()).isEqualTo("(SELECT COUNT(*) FROM t)"));
    assertThat(body.subList(1, 5))
        .allSatisfy(let -> assertThat(let).isInstanceOf(ScriptStatement.Let.class));
  }

  @Test
  void sql_stays_text_with_its_binds_and_is_checked() throws SnowflakeException {
    var body =
        script(
                """
                BEGIN
                  BEGIN TRANSACTION;
                  INSERT INTO t VALUES (:a, ';');
                  CREATE TABLE IDENTIFIER(:t) (a INT) COMMENT = :c;
                  CALL p(:a, 1);
                  EXECUTE IMMEDIATE :s USING (a);
                  COMMIT;
                END
                """)
            .body();
    assertThat(body)
        .extracting(statement -> statement.getClass().getSimpleName())
        .containsExactly("Sql", "Sql", "Sql", "Call", "ExecuteImmediate", "Sql");
    assertThat(body.get(2))
        .isInstanceOfSatisfying(
            ScriptStatement.Sql.class,
            sql ->
                assertThat(sql.text().text())
                    .isEqualTo("CREATE TABLE IDENTIFIER(:t) (a INT) COMMENT = :c"));
  }

  @Test
  void blocks_may_stand_in_blocks() throws SnowflakeException {
    var block = script("BEGIN BEGIN NULL; END; DECLARE a INT; BEGIN NULL; END; END");
    assertThat(block.body())
        .allSatisfy(inner -> assertThat(inner).isInstanceOf(ScriptStatement.Block.class));
    assertThat(deep(90)).isNotEmpty();
    assertThat(error(deep(101)).text())
        .isEqualTo(
            "Not supported by the sandbox: more than 100 blocks inside each other (line 1).");
    assertThat(error(deep(100_000)).code()).isEqualTo("000002");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "BEGIN RETURN 1 END | syntax error line 1 at position 15 unexpected 'END'.",
        "BEGIN END | syntax error line 1 at position 6 unexpected 'END'.",
        "BEGIN RETURN 1; | syntax error line 1 at position 15 unexpected '<EOF>'.",
        "BEGIN FOO 1; END | syntax error line 1 at position 6 unexpected 'FOO'.",
        "BEGIN IF (a) x := 1; END IF; END | syntax error line 1 at position 19 unexpected ';'.",
        "BEGIN LET x INT; END | syntax error line 1 at position 15 unexpected ';'.",
        "DECLARE x INT BEGIN NULL; END | syntax error line 1 at position 14 unexpected 'BEGIN'.",
        "DECLARE e EXCEPTION (-1, 'x'); BEGIN NULL; END | syntax error line 1 at position 21"
            + " unexpected '-'.",
        "SELECT 1 | syntax error line 1 at position 0 unexpected 'SELECT'.",
        "BEGIN NULL; END; SELECT 1 | syntax error line 1 at position 17 unexpected 'SELECT'.",
        "BEGIN CREATE TABLE t; END | syntax error line 1 at position 20 unexpected ';'.",
      })
  void wrong_words_are_named_with_their_place(String script, String message) {
    assertThat(error(script).text()).isEqualTo("SQL compilation error:\n" + message);
  }

  @Test
  void what_runs_beside_the_block_is_refused() {
    assertThat(error("BEGIN ASYNC (SELECT 1); END").code()).isEqualTo("000002");
    assertThat(error("DECLARE r RESULTSET DEFAULT ASYNC (SELECT 1); BEGIN NULL; END").code())
        .isEqualTo("000002");
  }

  @Test
  void binds_are_told_from_members() throws SnowflakeException {
    List<NamedBind> binds =
        NamedBind.in(
            "SELECT :a, t.v:b, v:c::INT, (:d), f(x):e, :\"f\" FROM t WHERE :g = 1 OR x = ':h'");
    assertThat(binds).extracting(NamedBind::name).isEqualTo(names("A", "D", "f", "G"));
    assertThat(binds.getFirst()).isEqualTo(new NamedBind(Name.quoted("A"), 7, 9));
  }

  private static ScriptStatement.Block script(String text) throws SnowflakeException {
    return SnowflakeParser.script(text, Surroundings.none());
  }

  private static SnowflakeException error(String text) {
    var error = catchThrowableOfType(SnowflakeException.class, () -> script(text));
    assertThat(error).as(text.substring(0, Math.min(80, text.length()))).isNotNull();
    return error;
  }

  private static String deep(int blocks) {
    return "BEGIN ".repeat(blocks) + "NULL; " + "END; ".repeat(blocks);
  }
}
