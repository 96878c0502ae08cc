package dev.landfall.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.landfall.liquibase.SnowflakeProxy.Fate;
import dev.landfall.sandbox.snowflake.SnowflakeServer;
import dev.landfall.spi.Journal;
import dev.landfall.spi.Journal.Begin;
import dev.landfall.spi.Journal.Done;
import dev.landfall.spi.Journal.InDoubt;
import dev.landfall.spi.Journal.NotDone;
import dev.landfall.spi.ProviderException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Statements that commit by themselves, and whose answer never arrives: Snowflake's own history
/// tells what came of them.
final class SnowflakeLossTest {
  /// The first statement travels without the row.
  private static final String CHANGELOG =
      """
      --changeset ann:1
      CREATE TABLE HALLS (ID NUMBER(3,0));
      CREATE TABLE SEATS (ID NUMBER(3,0));
      --changeset ann:2
      CREATE VIEW ROWS_OF_SEATS AS SELECT ID FROM SEATS;
      """;

  private static final String FIRST = "CREATE TABLE HALLS";
  private static final String LAST = "CREATE TABLE SEATS";

  private static SnowflakeServer server;
  @TempDir static Path folder;

  @BeforeAll
  static void start() throws IOException {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static SnowflakeProxy once(String text, Fate fate) throws IOException {
    var first = new AtomicBoolean(true);
    return SnowflakeProxy.start(
        URI.create(server.endpoint()),
        body -> body.contains(text) && first.getAndSet(false) ? fate : Fate.PASS);
  }

  /// The first request with a text, and all behind it.
  private static SnowflakeProxy from(String text, Fate fate) throws IOException {
    var begun = new AtomicBoolean();
    return SnowflakeProxy.start(
        URI.create(server.endpoint()),
        body -> {
          if (begun.get()) {
            return Fate.CUT;
          }
          begun.set(body.contains(text));
          return begun.get() ? fate : Fate.PASS;
        });
  }

  private static SnowflakeStation station() {
    return new SnowflakeStation(folder, server).sql(CHANGELOG);
  }

  private static void isFinished(SnowflakeStation station) {
    assertThat(station.ran()).containsExactly("1", "2");
    assertThat(station.isLocked()).isFalse();
    assertThat(
            station.column(
                "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'PUBLIC' AND"
                    + " TABLE_NAME NOT LIKE 'DATABASECHANGE%' ORDER BY 1"))
        .containsExactly("HALLS", "ROWS_OF_SEATS", "SEATS");
  }

  /// How often a statement was carried out.
  private static List<String> runs(SnowflakeStation station, String statement) {
    return station.column(
        "SELECT EXECUTION_STATUS FROM TABLE(INFORMATION_SCHEMA.QUERY_HISTORY(RESULT_LIMIT =>"
            + " 10000)) WHERE QUERY_TEXT LIKE '"
            + statement
            + "%' ORDER BY START_TIME");
  }

  @Test
  void a_statement_that_never_arrived_is_sent_again() throws Exception {
    try (var station = station();
        var proxy = once(FIRST, Fate.CUT)) {
      var context = station.through(proxy.port()).deploy();

      isFinished(station);
      assertThat(runs(station, FIRST)).containsExactly("SUCCESS");
      assertThat(context.entries())
          .filteredOn(NotDone.class::isInstance)
          .singleElement()
          .asString()
          .contains("lost before it took effect");
    }
  }

  @Test
  void a_statement_that_took_effect_unseen_is_not_sent_again() throws Exception {
    try (var station = station();
        var proxy = once(FIRST, Fate.CUT_ANSWER)) {
      var context = station.through(proxy.port()).deploy();

      isFinished(station);
      assertThat(runs(station, FIRST)).containsExactly("SUCCESS");
      assertThat(context.entries())
          .filteredOn(entry ->
              entry instanceof Done(var _, var note) && note.contains("connection was lost"))
          .hasSize(1);
    }
  }

  @Test
  void a_statement_that_was_refused_unseen_is_told_as_refused() throws Exception {
    try (var station = station().sql("--changeset ann:1\nCREATE TABLE HALLS (ID NOTHING);\n");
        var proxy = once(FIRST, Fate.CUT_ANSWER)) {
      var failure =
          catchThrowableOfType(ProviderException.class, station.through(proxy.port())::deploy);

      assertThat(failure.kind()).isEqualTo(ProviderException.Kind.FAILED);
      assertThat(failure)
          .hasMessageContaining("NOTHING")
          .hasMessageContaining("Nothing of this changeset took effect");
    }
  }

  @Test
  void a_later_process_finds_that_a_statement_never_arrived() throws Exception {
    laterProcess(FIRST, Fate.CUT, NotDone.class);
  }

  @Test
  void a_later_process_finds_that_a_statement_took_effect() throws Exception {
    laterProcess(FIRST, Fate.CUT_ANSWER, Done.class);
  }

  @Test
  void a_later_process_finds_the_row_that_went_with_a_statement() throws Exception {
    laterProcess(LAST, Fate.CUT_ANSWER, Done.class);
  }

  private static void laterProcess(
      String statement, Fate fate, Class<? extends Journal.Entry> settled) throws Exception {
    try (var station = station();
        var proxy = from(statement, fate)) {
      var plan = station.plan();
      var context = station.context();
      station.restarted().through(proxy.port());
      var lost = catchThrowableOfType(ProviderException.class, () -> station.apply(plan, context));
      assertThat(lost.kind()).isEqualTo(ProviderException.Kind.IN_DOUBT);
      var before = context.entries().size();

      station.restarted().directly().apply(plan, context);

      isFinished(station);
      assertThat(runs(station, statement)).containsExactly("SUCCESS");
      assertThat(context.entries().get(before)).isInstanceOf(settled);
    }
  }

  @Test
  void a_statement_that_was_ended_in_its_midst_is_sent_again() throws Exception {
    var cut = new AtomicBoolean();
    try (var station = station().sql("--changeset ann:0\nCREATE TABLE HALLS (ID INT);\n");
        var other = station.connect();
        var statement = other.createStatement()) {
      station.deploy();
      station.sql(
          """
          --changeset ann:0
          CREATE TABLE HALLS (ID INT);
          --changeset ann:1
          CREATE TABLE DOORS (ID INT);
          --changeset ann:2
          CREATE TABLE GATES (ID INT);
          --changeset ann:3
          ALTER TABLE HALLS ADD COLUMN NAME VARCHAR(20);
          """);
      // What alters the table has to wait for this transaction.
      statement.execute("INSERT INTO HALLS VALUES (1)");
      statement.execute("BEGIN");
      statement.execute("UPDATE HALLS SET ID = 2");
      try (var proxy =
          SnowflakeProxy.start(
              URI.create(server.endpoint()),
              body -> {
                if (cut.get() && body.contains("QUERY_HISTORY_BY_SESSION")) {
                  rollBack(other); // the session has been ended
                }
                return body.contains("ADD COLUMN NAME") && !cut.getAndSet(true)
                    ? Fate.CUT_DURING
                    : Fate.PASS;
              })) {
        station.through(proxy.port()).deploy();
      }

      assertThat(cut).isTrue();
      assertThat(station.ran()).containsExactly("0", "1", "2", "3");
      assertThat(runs(station, "CREATE TABLE GATES")).containsExactly("SUCCESS");
      assertThat(station.column("SELECT NAME FROM HALLS")).containsExactly("null");
      assertThat(runs(station, "ALTER TABLE HALLS"))
          .containsExactly("FAILED_WITH_ERROR", "SUCCESS");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fate.class,
      names = {"CUT", "CUT_ANSWER"})
  void a_flight_of_several_changesets_is_finished_without_repeating_one(Fate fate)
      throws Exception {
    var text = new StringBuilder();
    for (var i = 1; i <= 9; i++) {
      text.append("--changeset ann:").append(i).append('\n');
      text.append("CREATE TABLE T").append(i).append(" (ID INT);\n");
      text.append("COMMENT ON TABLE T").append(i).append(" IS 'of ").append(i).append("';\n");
    }
    try (var station = station().sql(text.toString());
        var proxy = once("CREATE TABLE T5", fate)) {
      var context = station.through(proxy.port()).deploy();

      assertThat(station.ran()).containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9");
      assertThat(context.open()).isEmpty();
      for (var i = 1; i <= 9; i++) {
        assertThat(runs(station, "CREATE TABLE T" + i)).containsExactly("SUCCESS");
        assertThat(runs(station, "COMMENT ON TABLE T" + i)).containsExactly("SUCCESS");
      }
    }
  }

  @Test
  void a_statement_that_fails_among_others_of_its_flight_is_told_as_if_alone() throws Exception {
    try (var station =
        station()
            .sql(
                """
                --changeset ann:1
                CREATE TABLE T1 (ID INT);
                --changeset ann:2
                CREATE TABLE T2 (ID INT);
                --changeset ann:3
                CREATE TABLE T3 (ID INT);
                CREATE TABLE T2 (ID INT, NAME VARCHAR(2));
                CREATE TABLE T4 (ID INT);
                --changeset ann:4
                CREATE TABLE T5 (ID INT);
                """)) {
      var plan = station.plan();
      var context = station.context();

      var failure =
          catchThrowableOfType(ProviderException.class, () -> station.apply(plan, context));

      assertThat(failure)
          .hasMessageContaining("changeset 3 by ann (db/changelog.sql:8:1)")
          .hasMessageContaining("failed in statement 2 of 3")
          .hasMessageContaining("Statements 1 to 1 of it took effect and stay");
      assertThat(station.ran()).containsExactly("1", "2");
      assertThat(context.open()).isEmpty();
      assertThat(runs(station, "CREATE TABLE T3")).containsExactly("SUCCESS");
      assertThat(runs(station, "CREATE TABLE T5")).isEmpty();
    }
  }

  @Test
  void no_flight_carries_the_same_statement_twice() throws Exception {
    var most = new AtomicInteger();
    var text = new StringBuilder("--changeset ann:1\nCREATE TABLE A (ID INT);\n");
    for (var i = 2; i <= 9; i++) {
      text.append("--changeset ann:").append(i).append("\nCOMMENT ON TABLE A IS 'x';\n");
    }
    try (var station = station().sql(text.toString());
        var proxy =
            SnowflakeProxy.start(
                URI.create(server.endpoint()),
                body -> {
                  most.accumulateAndGet(body.split("COMMENT ON TABLE", -1).length - 1, Math::max);
                  return Fate.PASS;
                })) {
      station.through(proxy.port()).deploy();

      assertThat(most).hasValue(1);
      assertThat(station.ran()).hasSize(9);
    }
  }

  private static void rollBack(Connection connection) {
    try (var statement = connection.createStatement()) {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void without_the_session_s_number_nobody_knows() throws Exception {
    try (var station = station();
        var proxy = from(FIRST, Fate.CUT)) {
      var plan = station.plan();
      var context = station.context();
      station.restarted().through(proxy.port());
      assertThatThrownBy(() -> station.apply(plan, context)).isInstanceOf(ProviderException.class);
      var older = station.context();
      for (var entry : context.entries()) {
        older.record(List.of(withoutClue(entry)));
      }

      var doubt =
          catchThrowableOfType(
              ProviderException.class,
              () -> station.restarted().directly().apply(plan, older.knowsDead(context.rollout())));

      assertThat(doubt.kind()).isEqualTo(ProviderException.Kind.IN_DOUBT);
      assertThat(doubt)
          .hasMessageContaining("Did this statement take effect")
          .hasMessageContaining(FIRST);
      assertThat(older.entries().getLast()).isInstanceOf(InDoubt.class);
      assertThat(runs(station, FIRST)).isEmpty();
    }
  }

  private static Journal.Entry withoutClue(Journal.Entry entry) {
    return entry instanceof Begin(var effect)
        ? new Begin(new Journal.Effect(effect.key(), effect.what(), effect.question()))
        : entry;
  }
}
