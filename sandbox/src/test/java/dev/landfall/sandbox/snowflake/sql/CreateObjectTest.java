package dev.landfall.sandbox.snowflake.sql;

import static dev.landfall.sandbox.snowflake.sql.Parsing.assertNotSupported;
import static dev.landfall.sandbox.snowflake.sql.Parsing.assertSyntaxError;
import static dev.landfall.sandbox.snowflake.sql.Parsing.name;
import static dev.landfall.sandbox.snowflake.sql.Parsing.names;
import static dev.landfall.sandbox.snowflake.sql.Parsing.parse;
import static dev.landfall.sandbox.snowflake.sql.Parsing.refused;
import static dev.landfall.sandbox.snowflake.sql.Parsing.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateObjectTest {
  @Test
  void databases_and_schemas_are_made_new_or_as_clones() throws SnowflakeException {
    var database =
        parse(
            "CREATE TRANSIENT DATABASE d DATA_RETENTION_TIME_IN_DAYS = 7 WITH TAG (a.b.t = 'x')",
            ObjectStatement.CreateDatabase.class);
    assertThat(database.lifetime()).isEqualTo(Lifetime.TRANSIENT);
    assertThat(database.tags()).hasSize(1);
    var schema =
        parse(
            "CREATE SCHEMA IF NOT EXISTS d.s WITH MANAGED ACCESS COMMENT = 'x'",
            ObjectStatement.CreateSchema.class);
    assertThat(schema.name()).isEqualTo(name("D", "S"));
    assertThat(schema.managedAccess()).isTrue();
    var clone =
        parse(
            "CREATE SCHEMA s CLONE d.t AT (OFFSET => -60 * 5) IGNORE TABLES WITH INSUFFICIENT DATA"
                + " RETENTION WITH MANAGED ACCESS",
            ObjectStatement.CreateClone.class);
    assertThat(clone.kind()).isEqualTo(ObjectKind.SCHEMA);
    assertThat(clone.managedAccess()).isTrue();
    assertThat(clone.source().ignoreTablesWithInsufficientDataRetention()).isTrue();
    assertThat(clone.source().at()).map(at -> at.expression().text()).contains("-60 * 5");
    assertNotSupported("CREATE DATABASE d FROM SHARE a.b", "CREATE DATABASE … FROM SHARE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 1 | 1",
        "START = 100 INCREMENT = 10 | 100 | 10",
        "WITH START WITH 5 INCREMENT BY -2 NOORDER | 5 | -2",
        "INCREMENT 3 START 4 ORDER COMMENT = 'x' | 4 | 3",
      })
  void a_sequence_has_a_start_and_an_increment(String written, long start, long increment)
      throws SnowflakeException {
    var sequence = parse("CREATE SEQUENCE s " + written, ObjectStatement.CreateSequence.class);
    assertThat(sequence.start()).isEqualTo(BigInteger.valueOf(start));
    assertThat(sequence.increment()).isEqualTo(BigInteger.valueOf(increment));
  }

  @Test
  void a_stage_keeps_properties_of_properties() throws SnowflakeException {
    var stage =
        parse(
            """
            CREATE OR REPLACE TEMPORARY STAGE s URL = 's3://b/' STORAGE_INTEGRATION = i
              ENCRYPTION = (TYPE = 'AWS_SSE_KMS' KMS_KEY_ID = 'k')
              DIRECTORY = (ENABLE = TRUE, AUTO_REFRESH = FALSE)
              FILE_FORMAT = (TYPE = CSV FIELD_DELIMITER = '|' NULL_IF = ('', 'NULL') SKIP_HEADER = 1)
              COPY_OPTIONS = (ON_ERROR = SKIP_FILE_10%)
            """,
            ObjectStatement.CreateStage.class);
    assertThat(stage.temporary()).isTrue();
    assertThat(value(stage.options(), "STORAGE_INTEGRATION")).isEqualTo(new Value.Word(name("I")));
    assertThat(value(nested(stage.options(), "DIRECTORY"), "AUTO_REFRESH"))
        .isEqualTo(new Value.Bool(false));
    Options format = nested(stage.options(), "FILE_FORMAT");
    assertThat(format.all())
        .extracting(Option::name)
        .containsExactly("TYPE", "FIELD_DELIMITER", "NULL_IF", "SKIP_HEADER");
    assertThat(value(format, "NULL_IF"))
        .isEqualTo(new Value.Many(List.of(new Value.Text(""), new Value.Text("NULL"))));
    assertThat(value(nested(stage.options(), "COPY_OPTIONS"), "ON_ERROR"))
        .isEqualTo(new Value.Text("SKIP_FILE_10%"));
  }

  @Test
  void a_format_may_be_named_without_parentheses() throws SnowflakeException {
    var stage = parse("CREATE STAGE s FILE_FORMAT = raw.f", ObjectStatement.CreateStage.class);
    assertThat(value(nested(stage.options(), "FILE_FORMAT"), "FORMAT_NAME"))
        .isEqualTo(new Value.Word(name("RAW", "F")));
    assertThat(refused("CREATE STAGE s FILE_FORMAT = (TYP = CSV)").text())
        .isEqualTo("SQL compilation error:\ninvalid property 'TYP' for 'FILE_FORMAT'");
  }

  @Test
  void a_pipe_keeps_its_copy() throws SnowflakeException {
    var pipe =
        parse(
            "CREATE PIPE p AUTO_INGEST = TRUE COMMENT = 'c' AS COPY INTO t FROM @s/o/ PATTERN = '.*'",
            ObjectStatement.CreatePipe.class);
    assertThat(pipe.copyText().text()).isEqualTo("COPY INTO t FROM @s/o/ PATTERN = '.*'");
    assertThat(pipe.copy().table()).isEqualTo(name("T"));
    assertSyntaxError("CREATE PIPE p AS SELECT 1", 1, 17, "SELECT");
    assertSyntaxError("CREATE PIPE p AS COPY INTO @s FROM t", 1, 17, "COPY");
  }

  @ParameterizedTest
  @CsvSource({
    "TABLE, TABLE",
    "VIEW, VIEW",
    "STAGE, STAGE",
    "EXTERNAL TABLE, EXTERNAL_TABLE",
    "DYNAMIC TABLE, DYNAMIC_TABLE"
  })
  void a_stream_has_a_source(String written, ObjectKind kind) throws SnowflakeException {
    var stream =
        parse(
            "CREATE STREAM s COPY GRANTS ON "
                + written
                + " a.b AT (STREAM => 'x') APPEND_ONLY = TRUE COMMENT = 'c'",
            ObjectStatement.CreateStream.class);
    assertThat(stream.sourceKind()).isEqualTo(kind);
    assertThat(stream.source()).isEqualTo(name("A", "B"));
    assertThat(stream.copyGrants()).isTrue();
    assertThat(stream.at()).map(TimeTravel::point).contains(TimeTravel.Point.STREAM);
    assertThat(stream.options().all()).hasSize(2);
  }

  @Test
  void a_task_keeps_its_condition_and_body() throws SnowflakeException {
    var task =
        parse(
            """
            CREATE TASK s.t WAREHOUSE = w TIMEZONE = 'UTC' USER_TASK_TIMEOUT_MS = 60000
              AFTER s.a, s.b
              WHEN SYSTEM$STREAM_HAS_DATA('S.X') AND CASE WHEN 1 = 1 THEN TRUE END
            AS
              CALL p(1, 'AS');
            """,
            ObjectStatement.CreateTask.class);
    assertThat(task.after()).containsExactly(name("S", "A"), name("S", "B"));
    assertThat(task.when())
        .map(Span::text)
        .contains("SYSTEM$STREAM_HAS_DATA('S.X') AND CASE WHEN 1 = 1 THEN TRUE END");
    assertThat(task.body().text()).isEqualTo("CALL p(1, 'AS')");
    var block =
        parse(
            "CREATE TASK t SCHEDULE = '1 MINUTE' AS BEGIN SELECT 1; SELECT 2; END;",
            ObjectStatement.CreateTask.class);
    assertThat(block.body().text()).isEqualTo("BEGIN SELECT 1; SELECT 2; END");
    assertSyntaxError("CREATE TASK t AS CREATE TABLE x", 1, 31, "<EOF>");
  }

  @Test
  void an_alert_has_a_condition_and_an_action() throws SnowflakeException {
    var alert =
        parse(
            "CREATE ALERT a WAREHOUSE = w SCHEDULE = '1 MINUTE' IF (EXISTS (SELECT 1 FROM t)) THEN"
                + " INSERT INTO u VALUES (1)",
            ObjectStatement.CreateAlert.class);
    assertThat(alert.condition().text()).isEqualTo("SELECT 1 FROM t");
    assertThat(alert.action().text()).isEqualTo("INSERT INTO u VALUES (1)");
  }

  @Test
  void objects_that_are_all_properties_share_a_record() throws SnowflakeException {
    var user =
        parse(
            "CREATE USER u PASSWORD = 'p' DEFAULT_SECONDARY_ROLES = ('ALL') TYPE = SERVICE"
                + " WORKLOAD_IDENTITY = (TYPE = AWS ARN = 'x') TAG (t = 'v')",
            AccountStatement.CreateObject.class);
    assertThat(user.kind()).isEqualTo(ObjectKind.USER);
    assertThat(user.tags()).hasSize(1);
    assertThat(value(user.options(), "DEFAULT_SECONDARY_ROLES"))
        .isEqualTo(new Value.Many(List.of(new Value.Text("ALL"))));
    for (String sql :
        List.of(
            "CREATE WAREHOUSE w WITH WAREHOUSE_SIZE = 'XSMALL' AUTO_SUSPEND = NULL",
            "CREATE ROLE r COMMENT = $$c$$",
            "CREATE DATABASE ROLE d.r",
            "CREATE NETWORK POLICY n ALLOWED_IP_LIST = ('1.2.3.4') BLOCKED_IP_LIST = ()",
            "CREATE NETWORK RULE d.s.n TYPE = IPV4 VALUE_LIST = ('1.2.3.4') MODE = INGRESS",
            "CREATE SECRET s TYPE = GENERIC_STRING SECRET_STRING = 'x'",
            "CREATE PASSWORD POLICY p PASSWORD_MIN_LENGTH = 12",
            "CREATE SESSION POLICY p SESSION_IDLE_TIMEOUT_MINS = 30",
            "CREATE AUTHENTICATION POLICY p CLIENT_TYPES = ('ALL') MFA_POLICY = (ALLOWED_METHODS ="
                + " ('ALL'))",
            "CREATE SHARE s COMMENT = 'x'")) {
      assertThat(parse(sql)).as(sql).isInstanceOf(AccountStatement.CreateObject.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "STORAGE | TYPE = EXTERNAL_STAGE STORAGE_PROVIDER = 'S3' ENABLED = TRUE"
            + " STORAGE_ALLOWED_LOCATIONS = ('s3://b/', 's3://c/')",
        "NOTIFICATION | TYPE = QUEUE NOTIFICATION_PROVIDER = AWS_SNS DIRECTION = OUTBOUND ENABLED = TRUE",
        "API | API_PROVIDER = aws_api_gateway API_AWS_ROLE_ARN = 'x' API_ALLOWED_PREFIXES = ('h')"
            + " ENABLED = TRUE",
        "SECURITY | TYPE = SCIM SCIM_CLIENT = 'OKTA' RUN_AS_ROLE = 'OKTA_PROVISIONER'",
        "EXTERNAL ACCESS | ALLOWED_NETWORK_RULES = (a, b.c) ENABLED = TRUE",
        "CATALOG | CATALOG_SOURCE = GLUE TABLE_FORMAT = ICEBERG ENABLED = TRUE",
      })
  void integrations_have_their_kinds(String kind, String properties) throws SnowflakeException {
    var integration =
        parse(
            "CREATE " + kind + " INTEGRATION IF NOT EXISTS i " + properties,
            AccountStatement.CreateIntegration.class);
    assertThat(integration.kind().name()).isEqualTo(kind.replace(' ', '_'));
    assertThat(integration.creation()).isEqualTo(Creation.IF_NOT_EXISTS);
  }

  @Test
  void a_resource_monitor_has_triggers() throws SnowflakeException {
    var monitor =
        parse(
            "CREATE RESOURCE MONITOR m WITH CREDIT_QUOTA = 100 FREQUENCY = MONTHLY START_TIMESTAMP ="
                + " IMMEDIATELY TRIGGERS ON 80 PERCENT DO NOTIFY ON 100 PERCENT DO SUSPEND_IMMEDIATE",
            AccountStatement.CreateResourceMonitor.class);
    assertThat(monitor.triggers())
        .containsExactly(
            new AccountStatement.Trigger(80, AccountStatement.Trigger.Action.NOTIFY),
            new AccountStatement.Trigger(100, AccountStatement.Trigger.Action.SUSPEND_IMMEDIATE));
  }

  @Test
  void a_policy_ends_where_its_comment_begins() throws SnowflakeException {
    var policy =
        parse(
            "CREATE MASKING POLICY p AS (val VARCHAR, region VARCHAR) RETURNS VARCHAR ->"
                + " CASE WHEN comment = 'x' THEN val ELSE '***' END EXEMPT_OTHER_POLICIES = TRUE COMMENT ="
                + " 'c'",
            PolicyStatement.CreateMaskingPolicy.class);
    assertThat(policy.body().text()).isEqualTo("CASE WHEN comment = 'x' THEN val ELSE '***' END");
    assertThat(policy.options().all())
        .extracting(Option::name)
        .containsExactly("EXEMPT_OTHER_POLICIES", "COMMENT");
    assertThat(policy.parameters()).extracting(Parameter::name).isEqualTo(names("VAL", "REGION"));
    var rows =
        parse(
            "CREATE ROW ACCESS POLICY p AS (a VARCHAR) RETURNS BOOLEAN -> a = 'EU' OR EXISTS (SELECT 1"
                + " FROM t)",
            PolicyStatement.CreateRowAccessPolicy.class);
    assertThat(rows.body().text()).isEqualTo("a = 'EU' OR EXISTS (SELECT 1 FROM t)");
    assertThat(rows.parameters().getFirst().type()).isEqualTo(DataType.Text.MAX);
    assertSyntaxError("CREATE MASKING POLICY p AS () RETURNS VARCHAR -> 'x'", 1, 28, ")");
  }

  @Test
  void a_tag_may_list_what_it_allows() throws SnowflakeException {
    assertThat(
            parse(
                "CREATE TAG t ALLOWED_VALUES 'a', 'b' COMMENT = 'c'",
                PolicyStatement.CreateTag.class))
        .extracting(PolicyStatement.CreateTag::allowedValues)
        .isEqualTo(Optional.of(List.of("a", "b")));
    assertThat(parse("CREATE TAG t", PolicyStatement.CreateTag.class).allowedValues()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE STREAMLIT s",
        "CREATE DATA METRIC FUNCTION f() RETURNS INT AS 'x'",
        "CREATE TASK t EXECUTE AS USER u AS SELECT 1",
        "CREATE OR ALTER WAREHOUSE w",
        "CREATE EXTERNAL VOLUME v",
        "CREATE COMPUTE POOL p",
      })
  void kinds_and_clauses_without_a_record_are_refused_by_name(String sql) {
    assertNotSupported(sql, "");
  }

  private static Options nested(Options options, String name) {
    return value(options, name) instanceof Value.Nested(Options inner) ? inner : Options.NONE;
  }
}
