package dev.landfall.sandbox.snowflake.sql;

import static dev.landfall.sandbox.snowflake.sql.Parsing.assertNotSupported;
import static dev.landfall.sandbox.snowflake.sql.Parsing.assertSyntaxError;
import static dev.landfall.sandbox.snowflake.sql.Parsing.name;
import static dev.landfall.sandbox.snowflake.sql.Parsing.names;
import static dev.landfall.sandbox.snowflake.sql.Parsing.parse;
import static dev.landfall.sandbox.snowflake.sql.Parsing.refused;
import static dev.landfall.sandbox.snowflake.sql.Parsing.texts;
import static dev.landfall.sandbox.snowflake.sql.Parsing.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateTableTest {
  @Test
  void a_rich_table_keeps_all_its_parts() throws SnowflakeException {
    var table =
        parse(
            """
            CREATE OR REPLACE TRANSIENT TABLE RAW.ORDERS (
              ID NUMBER(38,0) AUTOINCREMENT START 10 INCREMENT BY 5 NOORDER,
              ORDER_KEY VARCHAR(64) COLLATE 'en-ci' NOT NULL UNIQUE RELY COMMENT 'business key',
              AMOUNT NUMBER(18,2) DEFAULT -1 + 2 * ABS(-3) NOT NULL,
              CREATED_AT TIMESTAMP_NTZ(9) DEFAULT CURRENT_TIMESTAMP()::TIMESTAMP_NTZ,
              EMAIL VARCHAR WITH MASKING POLICY GOV.MASK USING (EMAIL, ID) WITH TAG (GOV.T = 'pii'),
              CONSTRAINT PK_ORDERS PRIMARY KEY (ID) NOT ENFORCED COMMENT 'key',
              FOREIGN KEY (ORDER_KEY, ID) REFERENCES OTHER (A, B) MATCH FULL ON DELETE SET NULL
                ON UPDATE NO ACTION INITIALLY DEFERRED
            )
            CLUSTER BY (TO_DATE(CREATED_AT), ID)
            DATA_RETENTION_TIME_IN_DAYS = 1, CHANGE_TRACKING = TRUE COPY GRANTS
            WITH ROW ACCESS POLICY GOV.ROW_RULE ON (EMAIL)
            WITH TAG (GOV.A = 'x', GOV.B = 'y')
            COMMENT = 'raw orders'
            """,
            TableStatement.CreateTable.class);

    assertThat(table.creation()).isEqualTo(Creation.OR_REPLACE);
    assertThat(table.lifetime()).isEqualTo(Lifetime.TRANSIENT);
    assertThat(table.name()).isEqualTo(name("RAW", "ORDERS"));
    assertThat(table.columns()).hasSize(5);
    Column id = table.columns().getFirst();
    assertThat(id.fallback())
        .contains(
            new Column.Fallback.Identity(
                BigInteger.TEN, BigInteger.valueOf(5), Optional.of(false)));
    Column key = table.columns().get(1);
    assertThat(key.type()).contains(new DataType.Text(64));
    assertThat(key.collation()).contains("en-ci");
    assertThat(key.notNull()).isTrue();
    assertThat(key.comment()).contains("business key");
    assertThat(key.constraints()).hasSize(1);
    Constraint unique = key.constraints().getFirst();
    assertThat(unique.rule()).isEqualTo(new Constraint.Unique(names("ORDER_KEY")));
    assertThat(unique.properties().rely()).contains(true);
    assertThat(fallback(table.columns().get(2))).isEqualTo("-1 + 2 * ABS(-3)");
    assertThat(table.columns().get(2).notNull()).isTrue();
    assertThat(fallback(table.columns().get(3))).isEqualTo("CURRENT_TIMESTAMP()::TIMESTAMP_NTZ");
    Column email = table.columns().get(4);
    assertThat(email.masking()).contains(new PolicyUse(name("GOV", "MASK"), names("EMAIL", "ID")));
    assertThat(email.tags()).containsExactly(new TagValue(name("GOV", "T"), "pii"));

    assertThat(table.constraints()).hasSize(2);
    Constraint primary = table.constraints().getFirst();
    assertThat(primary.name()).contains(Name.quoted("PK_ORDERS"));
    assertThat(primary.properties().enforced()).contains(false);
    assertThat(primary.comment()).contains("key");
    Constraint foreign = table.constraints().get(1);
    assertThat(foreign.rule())
        .isEqualTo(
            new Constraint.ForeignKey(
                names("ORDER_KEY", "ID"),
                name("OTHER"),
                names("A", "B"),
                Optional.of(Constraint.Match.FULL),
                Optional.of(Constraint.Action.NO_ACTION),
                Optional.of(Constraint.Action.SET_NULL)));
    assertThat(foreign.properties().initiallyDeferred()).contains(true);

    assertThat(texts(table.clusterBy())).containsExactly("TO_DATE(CREATED_AT)", "ID");
    assertThat(table.copyGrants()).isTrue();
    assertThat(table.rowAccess()).contains(new PolicyUse(name("GOV", "ROW_RULE"), names("EMAIL")));
    assertThat(table.tags()).hasSize(2);
    assertThat(table.options().all())
        .extracting(Option::name)
        .containsExactly("DATA_RETENTION_TIME_IN_DAYS", "CHANGE_TRACKING", "COMMENT");
    assertThat(value(table.options(), "DATA_RETENTION_TIME_IN_DAYS"))
        .isEqualTo(new Value.Numeric(BigDecimal.ONE));
    assertThat(value(table.options(), "CHANGE_TRACKING")).isEqualTo(new Value.Bool(true));
    assertThat(value(table.options(), "COMMENT")).isEqualTo(new Value.Text("raw orders"));
    assertThat(table.query()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "a INT DEFAULT 1 NOT NULL ~ 1",
        "a INT DEFAULT (1 + (2)) COMMENT 'x' ~ (1 + (2))",
        "a VARCHAR DEFAULT 'x' || 'y' UNIQUE ~ 'x' || 'y'",
        "a INT DEFAULT S.SEQ.NEXTVAL NOT NULL ~ S.SEQ.NEXTVAL",
        "a BOOLEAN DEFAULT NOT FALSE NULL ~ NOT FALSE",
        "a VARCHAR DEFAULT CASE WHEN 1 IN (1) THEN 'a' ELSE 'b' END NOT NULL ~ CASE WHEN 1 IN (1)"
            + " THEN 'a' ELSE 'b' END",
        "a DATE DEFAULT DATE '2020-01-01' NOT NULL ~ DATE '2020-01-01'",
        "a DATE DEFAULT CURRENT_DATE ~ CURRENT_DATE",
        "a TIMESTAMP_TZ DEFAULT '2020-01-01'::TIMESTAMP_NTZ(3) NOT NULL ~"
            + " '2020-01-01'::TIMESTAMP_NTZ(3)",
        "a BOOLEAN DEFAULT 1 IS NOT NULL NOT NULL ~ 1 IS NOT NULL",
        "a INT DEFAULT NULL ~ NULL",
        "a VARCHAR DEFAULT x:a.b[0]::VARCHAR(3) MASKING POLICY p ~ x:a.b[0]::VARCHAR(3)",
        "a VARCHAR DEFAULT 'a' LIKE 'b' AND TRUE PRIMARY KEY ~ 'a' LIKE 'b' AND TRUE",
      })
  void a_default_ends_where_no_operator_goes_on(String column, String fallback)
      throws SnowflakeException {
    var table = parse("CREATE TABLE t (" + column + ", b INT)", TableStatement.CreateTable.class);
    assertThat(table.columns()).hasSize(2);
    assertThat(fallback(table.columns().getFirst())).isEqualTo(fallback);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IDENTITY | 1 | 1",
        "IDENTITY(5, 2) | 5 | 2",
        "AUTOINCREMENT START WITH 5 INCREMENT BY -2 | 5 | -2",
        "AUTOINCREMENT INCREMENT 3 | 1 | 3",
        "AUTOINCREMENT START = 7 ORDER | 7 | 1",
      })
  void an_identity_has_a_start_and_an_increment(String written, long start, long increment)
      throws SnowflakeException {
    var table = parse("CREATE TABLE t (a INT " + written + ")", TableStatement.CreateTable.class);
    assertThat(table.columns().getFirst().fallback())
        .get()
        .isInstanceOfSatisfying(
            Column.Fallback.Identity.class,
            identity -> {
              assertThat(identity.start()).isEqualTo(BigInteger.valueOf(start));
              assertThat(identity.increment()).isEqualTo(BigInteger.valueOf(increment));
            });
  }

  @Test
  void a_query_gives_columns_that_need_no_types() throws SnowflakeException {
    var table =
        parse(
            "CREATE TABLE t (a, b COMMENT 'x') CLUSTER BY (a) AS SELECT ?, ? FROM u;",
            TableStatement.CreateTable.class);
    assertThat(table.columns()).allSatisfy(column -> assertThat(column.type()).isEmpty());
    assertThat(table.query()).map(Span::text).contains("SELECT ?, ? FROM u");
    assertThat(table.query()).map(Span::position).contains(52);
    assertSyntaxError("CREATE TABLE t (a, b INT)", 1, 17, ",");
  }

  @Test
  void a_span_knows_how_many_binds_stand_before_it() throws SnowflakeException {
    var table =
        parse(
            "CREATE TABLE t (a INT DEFAULT ? + ?, b INT DEFAULT ?) AS SELECT ?",
            TableStatement.CreateTable.class);
    assertThat(table.query()).map(Span::binds).contains(3);
    assertThat(table.columns().get(1).fallback())
        .get()
        .isInstanceOfSatisfying(
            Column.Fallback.Expression.class,
            fallback -> assertThat(fallback.expression().binds()).isEqualTo(2));
  }

  @Test
  void a_table_is_made_like_another_or_as_its_clone() throws SnowflakeException {
    assertThat(
            parse(
                "CREATE TABLE IF NOT EXISTS a LIKE b.c COPY GRANTS",
                TableStatement.CreateTableLike.class))
        .satisfies(like -> {
          assertThat(like.creation()).isEqualTo(Creation.IF_NOT_EXISTS);
          assertThat(like.source()).isEqualTo(name("B", "C"));
          assertThat(like.copyGrants()).isTrue();
        });
    var clone =
        parse(
            "CREATE TEMP TABLE a CLONE b BEFORE (STATEMENT => '01-a') COPY GRANTS",
            ObjectStatement.CreateClone.class);
    assertThat(clone.kind()).isEqualTo(ObjectKind.TABLE);
    assertThat(clone.lifetime()).isEqualTo(Lifetime.TEMPORARY);
    assertThat(clone.copyGrants()).isTrue();
    assertThat(clone.source().at())
        .get()
        .satisfies(at -> {
          assertThat(at.before()).isTrue();
          assertThat(at.point()).isEqualTo(TimeTravel.Point.STATEMENT);
          assertThat(at.expression().text()).isEqualTo("'01-a'");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"TEMP", "TEMPORARY", "LOCAL TEMP", "GLOBAL TEMPORARY", "VOLATILE"})
  void there_are_many_words_for_temporary(String word) throws SnowflakeException {
    assertThat(parse("CREATE " + word + " TABLE t (a INT)", TableStatement.CreateTable.class))
        .extracting(TableStatement.CreateTable::lifetime)
        .isEqualTo(Lifetime.TEMPORARY);
  }

  @Test
  void an_external_table_has_a_location() throws SnowflakeException {
    var table =
        parse(
            """
            CREATE EXTERNAL TABLE x (d DATE AS (TO_DATE(METADATA$FILENAME)), v VARCHAR AS VALUE:c1::VARCHAR)
              PARTITION BY (d) WITH LOCATION = @raw.s/daily/ AUTO_REFRESH = FALSE
              FILE_FORMAT = (TYPE = PARQUET)
            """,
            TableStatement.CreateExternalTable.class);
    assertThat(table.columns())
        .extracting(column -> column.computed().map(Span::text).orElse(""))
        .containsExactly("TO_DATE(METADATA$FILENAME)", "VALUE:c1::VARCHAR");
    assertThat(table.partitionBy()).isEqualTo(names("D"));
    assertThat(table.location()).isEqualTo(new FileLocation.Stage(name("RAW", "S"), "daily/"));
  }

  @Test
  void a_dynamic_table_has_a_lag_and_a_query() throws SnowflakeException {
    var table =
        parse(
            "CREATE DYNAMIC TABLE d (a, b) TARGET_LAG = DOWNSTREAM WAREHOUSE = w REFRESH_MODE = FULL"
                + " INITIALIZE = ON_CREATE CLUSTER BY (a) AS SELECT 1, 2",
            TableStatement.CreateDynamicTable.class);
    assertThat(value(table.options(), "TARGET_LAG")).isEqualTo(new Value.Word(name("DOWNSTREAM")));
    assertThat(table.query().text()).isEqualTo("SELECT 1, 2");
  }

  @Test
  void a_view_has_columns_with_comments_and_policies() throws SnowflakeException {
    var view =
        parse(
            """
            CREATE OR REPLACE SECURE RECURSIVE VIEW v (
              a WITH MASKING POLICY p WITH TAG (t = 'x') COMMENT 'first', b PROJECTION POLICY q)
              COPY GRANTS COMMENT = 'the view' CHANGE_TRACKING = TRUE
              WITH ROW ACCESS POLICY r ON (a) AS
            WITH x AS (SELECT 1) SELECT * FROM x;
            """,
            TableStatement.CreateView.class);
    assertThat(view.secure()).isTrue();
    assertThat(view.recursive()).isTrue();
    assertThat(view.copyGrants()).isTrue();
    assertThat(view.columns())
        .containsExactly(
            new ViewColumn(
                Name.quoted("A"),
                Optional.of(new PolicyUse(name("P"), List.of())),
                Optional.empty(),
                List.of(new TagValue(name("T"), "x")),
                Optional.of("first")),
            new ViewColumn(
                Name.quoted("B"),
                Optional.empty(),
                Optional.of(new PolicyUse(name("Q"), List.of())),
                List.of(),
                Optional.empty()));
    assertThat(view.query().text()).isEqualTo("WITH x AS (SELECT 1) SELECT * FROM x");
    assertThat(view.query().line()).isEqualTo(5);
    assertSyntaxError("CREATE VIEW v AS DELETE FROM t", 1, 17, "DELETE");
  }

  @Test
  void a_materialized_view_may_be_clustered_and_a_view_may_not() throws SnowflakeException {
    var view =
        parse(
            "CREATE MATERIALIZED VIEW m CLUSTER BY (a) AS SELECT a FROM t",
            TableStatement.CreateMaterializedView.class);
    assertThat(texts(view.clusterBy())).containsExactly("a");
    assertThat(refused("CREATE VIEW m CLUSTER BY (a) AS SELECT a FROM t").code())
        .isEqualTo("001003");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE t USING TEMPLATE (SELECT 1)",
        "CREATE OR ALTER TABLE t (a INT)",
        "CREATE HYBRID TABLE t (a INT)",
        "CREATE ICEBERG TABLE t (a INT)",
        "CREATE EVENT TABLE t",
        "CREATE TABLE t (a INT CHECK (a > 0))",
        "CREATE TABLE t (a INT, CHECK (a > 0))",
        "CREATE TABLE t (a INT) WITH AGGREGATION POLICY p",
        "CREATE TABLE t CLONE u COPY TAGS",
        "CREATE DYNAMIC TABLE d TARGET_LAG = '1 hour' WAREHOUSE = w IMMUTABLE WHERE (TRUE) AS SELECT 1",
      })
  void what_the_tree_cannot_hold_is_refused_by_name(String sql) {
    assertNotSupported(sql, "");
  }

  @Test
  void replacing_and_keeping_exclude_each_other() {
    assertThat(refused("CREATE OR REPLACE TABLE IF NOT EXISTS t (a INT)").text())
        .contains("options IF NOT EXISTS and OR REPLACE are incompatible.");
  }

  @Test
  void wrong_words_are_named_with_their_place() {
    assertSyntaxError("CREATE TABLE t (a INT", 1, 21, "<EOF>");
    assertSyntaxError("CREATE TABLE t (a INT,)", 1, 22, ")");
    assertSyntaxError("CREATE TABLE t (\n  a INT FOO\n)", 2, 8, "FOO");
    assertSyntaxError("CREATE TABLE t (a INT) BAR", 1, 23, "BAR");
    assertSyntaxError("CREATE TABLE t", 1, 14, "<EOF>");
    assertSyntaxError("CREATE SECURE TABLE t (a INT)", 1, 7, "SECURE");
    assertSyntaxError("CREATE TABLE t (a INT COMMENT 'x' COMMENT 'y')", 1, 34, "COMMENT");
    assertSyntaxError("CREATE TABLE t (CONSTRAINT INT)", 1, 30, ")");
    assertSyntaxError("CREATE TABLE t (a INT) COMMENT = 'a' COMMENT = 'b'", 1, 37, "COMMENT");
    assertThat(refused("CREATE TABLE t (a INT) FOO = 1").text())
        .isEqualTo("SQL compilation error:\ninvalid property 'FOO' for 'TABLE'");
  }

  private static String fallback(Column column) {
    return column
        .fallback()
        .map(fallback ->
            fallback instanceof Column.Fallback.Expression(Span span) ? span.text() : "")
        .orElse("");
  }
}
