package dev.landfall.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stock Liquibase 4.33.0 and Landfall on the same databases, one after the other.
final class StockTest {
  private static final String CHANGELOG =
      """
      --changeset ann:1 labels:a,b context:dev
      --comment: the first, with 'quotes' and a \\ backslash
      CREATE TABLE venues (id int, name text);
      --rollback DROP TABLE venues;
      --changeset ann:2 runOnChange:true
      CREATE OR REPLACE VIEW names AS SELECT name FROM venues;
      --rollback DROP VIEW names;
      --changeset ann:3 runAlways:true
      INSERT INTO venues VALUES (1, 'a');
      --rollback empty
      --changeset ann:4
      --preconditions onFail:MARK_RAN
      --precondition-sql-check expectedResult:1 SELECT 0
      SELECT nowhere;
      --rollback empty
      --changeset ann:5
      CREATE FUNCTION one() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
      --rollback DROP FUNCTION one();
      """;
  private static final String COMPARED =
      "SELECT id, author, filename, orderexecuted, exectype, md5sum, description, comments, tag,"
          + " liquibase, contexts, labels, length(deployment_id) FROM databasechangelog ORDER BY"
          + " orderexecuted";

  @TempDir Path folder;

  private interface Work {
    void with(Liquibase liquibase) throws Exception;
  }

  @SuppressWarnings("try") // what DirectoryResourceAccessor.close may throw
  private static void stock(Station station, Work work) throws Exception {
    var server = station.server();
    try (Connection connection =
            DriverManager.getConnection(
                server.jdbcUrl(station.database()), server.user(), server.password());
        var files = new DirectoryResourceAccessor(station.folder())) {
      var database =
          DatabaseFactory.getInstance()
              .findCorrectDatabaseImplementation(new JdbcConnection(connection));
      try (var liquibase = new Liquibase("changelog.sql", files, database)) {
        work.with(liquibase);
      }
    }
  }

  private static void update(Station station) throws Exception {
    stock(station, liquibase -> liquibase.update(new Contexts("dev"), new LabelExpression()));
  }

  private Station station() {
    return new Station(folder).sql(CHANGELOG).contexts("dev");
  }

  private static void untag(Station station) {
    station.query("UPDATE databasechangelog SET tag = NULL");
  }

  @Test
  void both_write_the_same_rows() throws Exception {
    try (var ours = station();
        var theirs = station()) {
      ours.deploy();
      untag(ours);
      update(theirs);

      assertThat(ours.query(COMPARED)).isEqualTo(theirs.query(COMPARED)).hasSize(5);

      ours.deploy();
      untag(ours);
      update(theirs);
      assertThat(ours.query(COMPARED)).isEqualTo(theirs.query(COMPARED));
      assertThat(ours.column("SELECT exectype FROM databasechangelog WHERE id = '3'"))
          .containsExactly("RERAN");
    }
  }

  @Test
  void both_make_the_same_tables() throws Exception {
    var columns =
        "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable FROM"
            + " information_schema.columns WHERE table_name LIKE 'databasechangelog%' ORDER BY"
            + " table_name, ordinal_position";
    var constraints =
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conname LIKE"
            + " 'databasechangelog%'";
    try (var ours = station();
        var theirs = station()) {
      ours.deploy();
      update(theirs);

      assertThat(ours.query(columns)).isEqualTo(theirs.query(columns)).hasSize(18);
      assertThat(ours.query(constraints)).isEqualTo(theirs.query(constraints));
    }
  }

  @Test
  void stock_has_nothing_to_do_after_landfall() throws Exception {
    try (var station = station()) {
      station.deploy();

      stock(
          station,
          liquibase ->
              assertThat(liquibase.listUnrunChangeSets(new Contexts("dev"), new LabelExpression()))
                  .extracting(changeSet -> changeSet.getId())
                  .containsExactly("3")); // runAlways
    }
  }

  @Test
  void landfall_has_nothing_to_do_after_stock() throws Exception {
    try (var station = station()) {
      update(station);

      assertThat(station.plan().changes())
          .extracting(change -> change.address())
          .containsExactly("changelog.sql::3::ann");
    }
  }

  @Test
  void stock_goes_on_where_landfall_stopped_and_the_other_way_round() throws Exception {
    try (var station = station()) {
      station.tables(1).deploy();
      station.tables(2);
      update(station);
      station.tables(3).deploy();
      assertThat(station.ran()).containsExactly("1", "2", "3");

      stock(station, liquibase -> liquibase.rollback(2, ""));
      assertThat(station.ran()).containsExactly("1");
      assertThat(station.plan().changes()).hasSize(2);
    }
  }

  @Test
  void checksums_that_stock_cleared_are_filled_in_again() throws Exception {
    try (var station = station()) {
      station.deploy();
      stock(station, Liquibase::clearCheckSums);
      assertThat(station.column("SELECT DISTINCT md5sum FROM databasechangelog"))
          .isEqualTo(List.of("null"));

      station.deploy();

      assertThat(station.column("SELECT count(*) FROM databasechangelog WHERE md5sum IS NULL"))
          .containsExactly("0");
      stock(
          station,
          liquibase ->
              assertThat(liquibase.listUnrunChangeSets(new Contexts("dev"), new LabelExpression()))
                  .hasSize(1));
    }
  }
}
