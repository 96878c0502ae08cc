package dev.landfall.sandbox.snowflake.sql;

import static dev.landfall.sandbox.snowflake.sql.Parsing.parse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CorpusTest {
  /// What the typical statements are that are not queries.
  private static final Map<String, Class<?>> TYPICAL =
      Map.ofEntries(
          Map.entry("01", TableStatement.CreateTable.class),
          Map.entry("02", TableStatement.CreateTable.class),
          Map.entry("03", TableStatement.CreateView.class),
          Map.entry("08", DataStatement.Merge.class),
          Map.entry("09", DataStatement.Insert.class),
          Map.entry("10", DataStatement.Insert.class),
          Map.entry("11", DataStatement.Update.class),
          Map.entry("12", DataStatement.Delete.class),
          Map.entry("13", ObjectStatement.CreateStage.class),
          Map.entry("14", ObjectStatement.CreateFileFormat.class),
          Map.entry("15", ObjectStatement.CreatePipe.class),
          Map.entry("16", ObjectStatement.CreateStream.class),
          Map.entry("17", ObjectStatement.CreateTask.class),
          Map.entry("18", AlterStatement.class),
          Map.entry("19", AccountStatement.CreateObject.class),
          Map.entry("20", AccountStatement.CreateObject.class),
          Map.entry("21", GrantStatement.GrantPrivileges.class),
          Map.entry("22", GrantStatement.GrantPrivileges.class),
          Map.entry("23", GrantStatement.GrantRole.class),
          Map.entry("24", GrantStatement.GrantOwnership.class),
          Map.entry("25", FileStatement.CopyIntoTable.class),
          Map.entry("26", CodeStatement.CreateProcedure.class),
          Map.entry("27", CodeStatement.CreateProcedure.class),
          Map.entry("28", CodeStatement.CreateFunction.class),
          Map.entry("29", AlterStatement.class),
          Map.entry("30", ObjectStatement.CreateClone.class),
          Map.entry("31", ObjectStatement.Undrop.class),
          Map.entry("32", ShowStatement.Show.class),
          Map.entry("33", AlterStatement.class),
          Map.entry("34", AlterStatement.class),
          Map.entry("35", PolicyStatement.CreateMaskingPolicy.class),
          Map.entry("36", AlterStatement.class),
          Map.entry("37", TableStatement.CreateDynamicTable.class),
          Map.entry("38", ObjectStatement.CreateDatabase.class),
          Map.entry("39", ObjectStatement.CreateSchema.class),
          Map.entry("40", SessionStatement.UseRole.class),
          Map.entry("41", CodeStatement.ExecuteImmediate.class),
          Map.entry("46", ObjectStatement.CreateSequence.class),
          Map.entry("48", AccountStatement.CreateIntegration.class),
          Map.entry("49", SessionStatement.SetParameters.class),
          Map.entry("50", AccountStatement.CreateObject.class));

  static List<Corpus.Entry> typical() {
    return Corpus.typical();
  }

  static List<Corpus.Entry> ticketing() {
    return Corpus.ticketing();
  }

  @ParameterizedTest
  @MethodSource("typical")
  void a_typical_statement_is_read_as_what_it_is(Corpus.Entry entry) throws SnowflakeException {
    String number = entry.title().substring(0, 2);
    assertThat(parse(entry.sql()))
        .isInstanceOf(TYPICAL.getOrDefault(number, DataStatement.Select.class));
  }

  @ParameterizedTest
  @MethodSource("ticketing")
  void a_statement_of_the_example_is_read_as_what_it_is(Corpus.Entry entry)
      throws SnowflakeException {
    Statement statement = parse(entry.sql());
    assertThat(statement.getClass().getSimpleName()).isEqualTo(entry.title());
    assertThat(parse(entry.sql() + "\n;")).isEqualTo(statement);
  }

  @Test
  void both_files_are_there() {
    assertThat(Corpus.typical()).hasSize(50);
    assertThat(Corpus.ticketing()).hasSizeGreaterThan(100);
  }

  @ParameterizedTest
  @MethodSource("ticketing")
  void the_blocks_of_the_example_are_read(Corpus.Entry entry) throws SnowflakeException {
    Optional<Span> body =
        parse(entry.sql()) instanceof CodeStatement.CreateProcedure procedure
            ? procedure.body()
            : Optional.empty();
    if (body.isPresent()) {
      var block = SnowflakeParser.script(body.get().text(), Surroundings.none());
      assertThat(block.body()).hasSizeGreaterThan(1);
    }
  }
}
