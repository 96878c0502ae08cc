package dev.landfall.sandbox.snowflake.sql;

import static dev.landfall.sandbox.snowflake.sql.Parsing.action;
import static dev.landfall.sandbox.snowflake.sql.Parsing.assertNotSupported;
import static dev.landfall.sandbox.snowflake.sql.Parsing.assertSyntaxError;
import static dev.landfall.sandbox.snowflake.sql.Parsing.name;
import static dev.landfall.sandbox.snowflake.sql.Parsing.parse;
import static dev.landfall.sandbox.snowflake.sql.Parsing.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlterObjectTest {
  @Test
  void warehouses_and_tasks_stop_and_go() throws SnowflakeException {
    assertThat(of("ALTER WAREHOUSE IF EXISTS w RESUME IF SUSPENDED"))
        .isEqualTo(new AlterAction.Resume(true));
    assertThat(of("ALTER WAREHOUSE w SUSPEND")).isEqualTo(new AlterAction.Suspend());
    assertThat(of("ALTER WAREHOUSE w ABORT ALL QUERIES"))
        .isEqualTo(new AlterAction.AbortAllQueries());
    assertThat(of("ALTER TASK s.t RESUME")).isEqualTo(new AlterAction.Resume(false));
    assertSyntaxError("ALTER TASK t RESUME IF SUSPENDED", 1, 20, "IF");
  }

  @Test
  void a_task_gets_another_body_condition_or_predecessor() throws SnowflakeException {
    assertThat(action("ALTER TASK t MODIFY AS CALL p();", AlterAction.ModifyAs.class).body().text())
        .isEqualTo("CALL p()");
    assertThat(action("ALTER TASK t MODIFY WHEN f('x')", AlterAction.ModifyWhen.class).condition())
        .map(Span::text)
        .contains("f('x')");
    assertThat(of("ALTER TASK t REMOVE WHEN"))
        .isEqualTo(new AlterAction.ModifyWhen(Optional.empty()));
    assertThat(of("ALTER TASK t ADD AFTER a, s.b"))
        .isEqualTo(new AlterAction.After(true, List.of(name("A"), name("S", "B"))));
    assertThat(of("ALTER TASK t REMOVE AFTER a"))
        .isEqualTo(new AlterAction.After(false, List.of(name("A"))));
    assertThat(of("ALTER TASK t UNSET SCHEDULE, WAREHOUSE"))
        .isEqualTo(new AlterAction.Unset(List.of("SCHEDULE", "WAREHOUSE")));
  }

  @Test
  void policies_and_tags_are_changed() throws SnowflakeException {
    assertThat(
            action(
                    "ALTER MASKING POLICY p SET BODY -> CASE WHEN a = 1 THEN b END",
                    AlterAction.SetBody.class)
                .body()
                .text())
        .isEqualTo("CASE WHEN a = 1 THEN b END");
    assertThat(of("ALTER TAG t ADD ALLOWED_VALUES 'a', 'b'"))
        .isEqualTo(new AlterAction.AllowedValues(true, List.of("a", "b")));
    assertThat(of("ALTER TAG t UNSET ALLOWED_VALUES"))
        .isEqualTo(new AlterAction.Unset(List.of("ALLOWED_VALUES")));
    assertThat(of("ALTER TAG t SET MASKING POLICY a, MASKING POLICY b FORCE"))
        .isEqualTo(new AlterAction.TagPolicies(true, List.of(name("A"), name("B")), true));
    assertSyntaxError("ALTER MASKING POLICY p SET BODY -> (1", 1, 37, "<EOF>");
  }

  @Test
  void schemas_and_databases_are_changed() throws SnowflakeException {
    assertThat(of("ALTER SCHEMA s ENABLE MANAGED ACCESS"))
        .isEqualTo(new AlterAction.ManagedAccess(true));
    assertThat(of("ALTER SCHEMA d.s RENAME TO d.t"))
        .isEqualTo(new AlterAction.RenameTo(name("D", "T")));
    assertThat(of("ALTER DATABASE d SWAP WITH e")).isEqualTo(new AlterAction.SwapWith(name("E")));
    assertNotSupported("ALTER DATABASE d REFRESH", "ALTER DATABASE … REFRESH");
    assertSyntaxError("ALTER DATABASE d ENABLE MANAGED ACCESS", 1, 17, "ENABLE");
  }

  @Test
  void the_increment_of_a_sequence_is_a_property() throws SnowflakeException {
    for (String sql :
        List.of(
            "ALTER SEQUENCE s SET INCREMENT = 5",
            "ALTER SEQUENCE s INCREMENT BY 5",
            "ALTER SEQUENCE s SET INCREMENT BY = 5")) {
      assertThat(action(sql, AlterAction.Set.class).options().find("INCREMENT"))
          .as(sql)
          .contains(new Value.Numeric(BigDecimal.valueOf(5)));
    }
    assertThat(
            action("ALTER SEQUENCE s SET NOORDER COMMENT = 'x'", AlterAction.Set.class)
                .options()
                .all())
        .extracting(Option::name)
        .containsExactly("ORDER", "COMMENT");
  }

  @Test
  void users_have_policies_and_passwords() throws SnowflakeException {
    assertThat(of("ALTER USER u SET PASSWORD POLICY d.s.p FORCE"))
        .isEqualTo(
            new AlterAction.AttachPolicy(
                ObjectKind.PASSWORD_POLICY, Optional.of(name("D", "S", "P")), true));
    assertThat(of("ALTER USER u UNSET SESSION POLICY"))
        .isEqualTo(
            new AlterAction.AttachPolicy(ObjectKind.SESSION_POLICY, Optional.empty(), false));
    assertThat(of("ALTER USER u RESET PASSWORD")).isEqualTo(new AlterAction.ResetPassword());
    assertThat(
            action("ALTER USER u SET DISABLED = TRUE, TIMEZONE = 'UTC'", AlterAction.Set.class)
                .options()
                .all())
        .hasSize(2);
    assertThat(refused("ALTER USER u SET FOO = 1").text())
        .isEqualTo("SQL compilation error:\ninvalid property 'FOO' for 'USER'");
  }

  @Test
  void stages_pipes_and_monitors_are_refreshed_and_set() throws SnowflakeException {
    assertThat(
            action("ALTER STAGE s REFRESH SUBPATH = 'a/'", AlterAction.Refresh.class)
                .options()
                .find("SUBPATH"))
        .contains(new Value.Text("a/"));
    assertThat(
            action("ALTER PIPE p REFRESH PREFIX = 'a/'", AlterAction.Refresh.class).options().all())
        .hasSize(1);
    assertThat(
            action("ALTER PIPE p SET PIPE_EXECUTION_PAUSED = TRUE", AlterAction.Set.class)
                .options()
                .all())
        .hasSize(1);
    assertThat(
            action(
                    "ALTER RESOURCE MONITOR m SET CREDIT_QUOTA = 5 TRIGGERS ON 50 PERCENT DO NOTIFY",
                    AlterAction.SetTriggers.class)
                .triggers())
        .hasSize(1);
    assertThat(
            action(
                    "ALTER NETWORK POLICY n ADD ALLOWED_NETWORK_RULE_LIST = (a)",
                    AlterAction.Change.class)
                .add())
        .isTrue();
    assertThat(of("ALTER STORAGE INTEGRATION i UNSET COMMENT"))
        .isEqualTo(new AlterAction.Unset(List.of("COMMENT")));
  }

  @Test
  void dropping_undropping_and_commenting_are_alike_for_all_kinds() throws SnowflakeException {
    for (ObjectKind kind : ObjectKind.values()) {
      if (!Kinds.hasArguments(kind)) {
        assertThat(parse("DROP " + kind.sql() + " IF EXISTS x", ObjectStatement.Drop.class).kind())
            .isEqualTo(kind);
        assertThat(
                parse(
                        "COMMENT IF EXISTS ON " + kind.sql() + " x IS 'c'",
                        ObjectStatement.Comment.class)
                    .text())
            .isEqualTo("c");
        assertThat(parse("DESC " + kind.sql() + " x", ObjectStatement.Describe.class).kind())
            .isEqualTo(kind);
      }
    }
    assertThat(parse("DROP SCHEMA d.s CASCADE", ObjectStatement.Drop.class).dependents())
        .contains(ObjectStatement.Dependents.CASCADE);
    assertSyntaxError("DROP VIEW v CASCADE", 1, 12, "CASCADE");
    assertThat(parse("UNDROP SCHEMA d.s", ObjectStatement.Undrop.class).kind())
        .isEqualTo(ObjectKind.SCHEMA);
    assertSyntaxError("UNDROP VIEW v", 1, 7, "VIEW");
    assertThat(parse("COMMENT ON COLUMN d.s.t.c IS 'x'"))
        .isEqualTo(new ObjectStatement.CommentOnColumn(false, name("D", "S", "T", "C"), "x"));
    assertThat(parse("DESCRIBE RESULT LAST_QUERY_ID()"))
        .isEqualTo(new ObjectStatement.DescribeResult(Optional.empty()));
    assertThat(parse("DESC RESULT '01-a'"))
        .isEqualTo(new ObjectStatement.DescribeResult(Optional.of("01-a")));
    assertThat(parse("DESC TABLE t TYPE = STAGE", ObjectStatement.Describe.class).type())
        .contains("STAGE");
  }

  @Test
  void queries_and_dml_are_told_apart() throws SnowflakeException {
    assertThat(parse("(SELECT 1) UNION ALL SELECT 2")).isInstanceOf(DataStatement.Select.class);
    assertThat(parse("VALUES (1), (2)")).isInstanceOf(DataStatement.Select.class);
    assertThat(parse("INSERT OVERWRITE ALL INTO t SELECT 1"))
        .isInstanceOfSatisfying(
            DataStatement.MultiTableInsert.class,
            insert -> assertThat(insert.overwrite()).isTrue());
    assertThat(parse("INSERT FIRST WHEN a THEN INTO t SELECT 1"))
        .isInstanceOf(DataStatement.MultiTableInsert.class);
    assertThat(parse("TRUNCATE IF EXISTS s.t"))
        .isEqualTo(new DataStatement.Truncate(ObjectKind.TABLE, true, name("S", "T")));
    assertThat(parse("TRUNCATE MATERIALIZED VIEW v"))
        .isEqualTo(new DataStatement.Truncate(ObjectKind.MATERIALIZED_VIEW, false, name("V")));
    assertThat(parse("EXPLAIN USING JSON DELETE FROM t"))
        .isInstanceOfSatisfying(
            DataStatement.Explain.class,
            explain -> {
              assertThat(explain.format()).isEqualTo(DataStatement.Explain.Format.JSON);
              assertThat(explain.statement()).isInstanceOf(DataStatement.Delete.class);
            });
    assertThat(parse("BEGIN SELECT 1; END")).isInstanceOf(CodeStatement.Block.class);
    assertNotSupported("SHOW TABLES ->> SELECT * FROM $1", "->>");
    assertNotSupported("SELECT 1 ->> SELECT * FROM $1", "->>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER USER u ADD PROGRAMMATIC ACCESS TOKEN t",
        "ALTER SHARE s ADD ACCOUNTS = a, b",
        "ALTER SECURITY INTEGRATION i REFRESH SAML2_SNOWFLAKE_PRIVATE_KEY",
        "ALTER STREAMLIT s SET COMMENT = 'x'",
        "UNDROP ICEBERG TABLE t",
        "DESCRIBE TRANSACTION 1",
        "EXECUTE NOTEBOOK n()",
        "DROP WORKSPACE w",
      })
  void what_the_tree_cannot_hold_is_refused_by_name(String sql) {
    assertNotSupported(sql, "");
  }

  @Test
  void a_name_may_come_from_a_variable() throws SnowflakeException {
    Statement statement =
        SnowflakeParser.parse(
            "ALTER SESSION SET QUERY_TAG = $tag",
            new Surroundings() {
              @Override
              public String variable(Name name) {
                return "value of " + name;
              }
            });
    assertThat(statement)
        .isInstanceOfSatisfying(
            SessionStatement.SetParameters.class,
            set ->
                assertThat(set.options().find("QUERY_TAG"))
                    .contains(new Value.Text("value of TAG")));
  }

  private static AlterAction of(String sql) throws SnowflakeException {
    return parse(sql, AlterStatement.class).action();
  }
}
