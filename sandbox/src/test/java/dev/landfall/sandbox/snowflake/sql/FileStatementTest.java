package dev.landfall.sandbox.snowflake.sql;

import static dev.landfall.sandbox.snowflake.sql.Parsing.assertSyntaxError;
import static dev.landfall.sandbox.snowflake.sql.Parsing.name;
import static dev.landfall.sandbox.snowflake.sql.Parsing.names;
import static dev.landfall.sandbox.snowflake.sql.Parsing.parse;
import static dev.landfall.sandbox.snowflake.sql.Parsing.refused;
import static dev.landfall.sandbox.snowflake.sql.Parsing.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileStatementTest {
  @Test
  void a_table_is_loaded_from_files() throws SnowflakeException {
    var copy =
        parse(
            """
            COPY INTO raw.t (a, "b") FROM @raw.s/o/2024/ FILES = ('a.csv', 'b.csv')
              FILE_FORMAT = (FORMAT_NAME = 'RAW.F', TRIM_SPACE = TRUE) ON_ERROR = 'SKIP_FILE_5%'
              PURGE = TRUE VALIDATION_MODE = RETURN_2_ROWS
            """,
            FileStatement.CopyIntoTable.class);
    assertThat(copy.table()).isEqualTo(name("RAW", "T"));
    assertThat(copy.columns()).isEqualTo(names("A", "b"));
    assertThat(copy.source())
        .isEqualTo(
            new FileStatement.Source.Files(new FileLocation.Stage(name("RAW", "S"), "o/2024/")));
    assertThat(value(copy.options(), "FILES"))
        .isEqualTo(new Value.Many(List.of(new Value.Text("a.csv"), new Value.Text("b.csv"))));
    assertThat(value(copy.options(), "ON_ERROR")).isEqualTo(new Value.Text("SKIP_FILE_5%"));
    assertThat(value(copy.options(), "VALIDATION_MODE"))
        .isEqualTo(new Value.Word(name("RETURN_2_ROWS")));
  }

  @Test
  void a_table_is_loaded_through_a_query() throws SnowflakeException {
    var copy =
        parse(
            "COPY INTO t FROM (SELECT t.$1:a::INT, METADATA$FILENAME FROM @~/x/ (FILE_FORMAT => f) t,"
                + " '@%u/y') PATTERN = '.*[.]json'",
            FileStatement.CopyIntoTable.class);
    assertThat(copy.source())
        .isInstanceOfSatisfying(
            FileStatement.Source.Transformation.class,
            source -> {
              assertThat(source.query().text()).startsWith("SELECT t.$1").endsWith("'@%u/y'");
              assertThat(source.locations()).containsExactly(new FileLocation.UserStage("x/"));
            });
    var quoted =
        parse("COPY INTO t FROM (SELECT $1 FROM '@s/a b') ", FileStatement.CopyIntoTable.class);
    assertThat(quoted.source())
        .extracting("locations")
        .isEqualTo(List.of(new FileLocation.Stage(name("S"), "a b")));
    assertSyntaxError("COPY INTO t FROM (DELETE FROM u)", 1, 18, "DELETE");
  }

  @Test
  void the_stage_of_the_table_itself_may_be_left_out() throws SnowflakeException {
    assertThat(parse("COPY INTO s.t PURGE = TRUE", FileStatement.CopyIntoTable.class).source())
        .isEqualTo(new FileStatement.Source.Files(new FileLocation.TableStage(name("S", "T"), "")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '^',
      value = {
        "@s ; Stage[stage=S, path=]",
        "@db.sc.s/a/b.csv ; Stage[stage=DB.SC.S, path=a/b.csv]",
        "'@\"My Stage\"/a b/' ; Stage[stage=\"My Stage\", path=a b/]",
        "@~ ; UserStage[path=]",
        "@~/a/ ; UserStage[path=a/]",
        "@%t/a ; TableStage[table=T, path=a]",
        "@db.sc.%t ; TableStage[table=DB.SC.T, path=]",
        "@db..s/x ; Stage[stage=DB.PUBLIC.S, path=x]",
        "'s3://b/p/' ; Url[url=s3://b/p/]",
      })
  void files_lie_in_stages_of_all_kinds_or_at_an_address(String written, String location)
      throws SnowflakeException {
    var copy = parse("COPY INTO t FROM " + written, FileStatement.CopyIntoTable.class);
    assertThat(copy.source())
        .isInstanceOfSatisfying(
            FileStatement.Source.Files.class,
            files -> assertThat(files.location()).hasToString(location));
  }

  @Test
  void a_table_or_a_query_is_unloaded() throws SnowflakeException {
    var table =
        parse(
            "COPY INTO @s/out/ FROM a.t FILE_FORMAT = (TYPE = CSV COMPRESSION = NONE) HEADER"
                + " OVERWRITE = TRUE MAX_FILE_SIZE = 5000000",
            FileStatement.CopyIntoLocation.class);
    assertThat(table.source()).isEqualTo(new FileStatement.Unloaded.Table(name("A", "T")));
    assertThat(value(table.options(), "HEADER")).isEqualTo(new Value.Bool(true));
    var query =
        parse(
            "COPY INTO 's3://b/' FROM (SELECT * FROM t) PARTITION BY ('d=' || TO_VARCHAR(d)) HEADER ="
                + " TRUE",
            FileStatement.CopyIntoLocation.class);
    assertThat(query.location()).isEqualTo(new FileLocation.Url("s3://b/"));
    assertThat(query.partitionBy()).map(Span::text).contains("'d=' || TO_VARCHAR(d)");
    assertThat(query.source())
        .isInstanceOfSatisfying(
            FileStatement.Unloaded.Query.class,
            source -> assertThat(source.query().text()).isEqualTo("SELECT * FROM t"));
  }

  @Test
  void files_go_up_and_down() throws SnowflakeException {
    assertThat(parse("PUT file:///tmp/a b*.csv @~ AUTO_COMPRESS = FALSE".replace("a b", "ab")))
        .isInstanceOfSatisfying(
            FileStatement.Put.class,
            put -> {
              assertThat(put.file()).isEqualTo("file:///tmp/ab*.csv");
              assertThat(put.target()).isEqualTo(new FileLocation.UserStage(""));
              assertThat(put.options().all()).hasSize(1);
            });
    assertThat(parse("PUT 'file://C:\\\\a b\\\\x.csv' '@s/a b'"))
        .isInstanceOfSatisfying(
            FileStatement.Put.class,
            put -> assertThat(put.file()).isEqualTo("file://C:\\a b\\x.csv"));
    assertThat(parse("GET @%t/x file:///tmp/out/ PARALLEL = 4 PATTERN = '.*'"))
        .isInstanceOfSatisfying(
            FileStatement.Get.class,
            get -> {
              assertThat(get.directory()).isEqualTo("file:///tmp/out/");
              assertThat(get.options().all()).hasSize(2);
            });
  }

  @Test
  void files_are_listed_copied_and_removed() throws SnowflakeException {
    var stage = new FileLocation.Stage(name("S"), "p");
    assertThat(parse("LIST @s/p PATTERN = 'x'"))
        .isEqualTo(new FileStatement.ListFiles(stage, Optional.of("x")));
    assertThat(parse("ls @s/p")).isEqualTo(new FileStatement.ListFiles(stage, Optional.empty()));
    assertThat(parse("RM @s/p;")).isEqualTo(new FileStatement.RemoveFiles(stage, Optional.empty()));
    assertThat(parse("COPY FILES INTO @s/p FROM @~ FILES = ('a')"))
        .isInstanceOf(FileStatement.CopyFiles.class);
    assertSyntaxError("LIST 's3://b'", 1, 5, "'s3://b'");
    assertSyntaxError("LIST @", 1, 5, "@");
    assertSyntaxError("LIST @a.b.c.d", 1, 5, "@a.b.c.d");
  }

  @Test
  void options_of_copy_are_known_by_name() {
    assertThat(refused("COPY INTO t FROM @s FOO = 1").text())
        .isEqualTo("SQL compilation error:\ninvalid property 'FOO' for 'COPY'");
    assertSyntaxError("COPY INTO t FROM @s FOO", 1, 20, "FOO");
  }
}
