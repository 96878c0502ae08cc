package dev.landfall.liquibase.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChangelogChecksTest {
  private static final String HEADER = "--liquibase formatted sql\n";

  @TempDir Path root;

  private ChangelogChecksTest file(String name, String text) throws Exception {
    var file = root.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, HEADER + text);
    return this;
  }

  private List<String> found() throws Exception {
    Files.writeString(
        root.resolve("changelog.yaml"),
        """
        databaseChangeLog:
          - includeAll: {path: warehouse, relativeToChangelogFile: true}
        """);
    var reading =
        new ChangelogReader()
            .read(root, "db", "changelog.yaml", java.util.Map.of(), DatabaseKind.POSTGRESQL);
    return switch (reading) {
      case Reading.Read(var changelog, var problems) ->
          ChangelogChecks.check(changelog, file -> "db/" + file).stream()
              .map(Object::toString)
              .toList();
      case Reading.Broken(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  @Test
  void files_of_the_convention_raise_nothing() throws Exception {
    file(
        "warehouse/w/raw/tables/001_venues.sql",
        "--changeset ann:1\nCREATE TABLE v (i int);\n--rollback DROP TABLE v;\n");
    file(
        "warehouse/w/raw/views/001_names.sql",
        "--changeset ann:1 runOnChange:true\nCREATE OR REPLACE VIEW n AS SELECT 1;\n");

    assertThat(found()).isEmpty();
  }

  @Test
  void a_folder_of_an_unknown_kind_is_an_error() throws Exception {
    file(
        "warehouse/w/raw/table/001_venues.sql", "--changeset ann:1\nSELECT 1;\n--rollback empty\n");

    assertThat(found())
        .singleElement()
        .asString()
        .startsWith("db/warehouse/w/raw/table/001_venues.sql:1:1: error: unknown kind of folder")
        .contains("Did you mean 'tables'?");
  }

  @Test
  void a_file_name_outside_of_the_convention_is_an_error() throws Exception {
    file("warehouse/w/raw/tables/venues.sql", "--changeset ann:1\nSELECT 1;\n--rollback empty\n");
    file("warehouse/w/raw/tables/02_Seats.sql", "--changeset ann:2\nSELECT 1;\n--rollback empty\n");

    assertThat(found()).hasSize(2).allSatisfy(p -> assertThat(p).contains("file name outside"));
  }

  @Test
  void a_number_used_twice_in_a_folder_is_an_error() throws Exception {
    file("warehouse/w/raw/tables/001_a.sql", "--changeset ann:1\nSELECT 1;\n--rollback empty\n");
    file("warehouse/w/raw/tables/001_b.sql", "--changeset ann:2\nSELECT 1;\n--rollback empty\n");

    assertThat(found())
        .singleElement()
        .asString()
        .contains("number used twice")
        .contains("001_a.sql");
  }

  @Test
  void a_replacement_that_runs_once_and_a_change_without_a_way_back_are_warnings()
      throws Exception {
    file(
        "warehouse/w/raw/views/001_v.sql",
        "--changeset ann:1\nCREATE OR REPLACE VIEW v AS SELECT 1;\n");

    assertThat(found())
        .containsExactly(
            "db/warehouse/w/raw/views/001_v.sql:2:1: warning: CREATE OR REPLACE without runOnChange."
                + " Changeset 1 by ann replaces a view and runs only once, so that an edit of it is"
                + " refused instead of applied. Add runOnChange:true to its header.",
            "db/warehouse/w/raw/views/001_v.sql:2:1: warning: no rollback. Changeset 1 by ann does not"
                + " say how it is taken back, so that `landfall rollback` stops at it. Add `--rollback"
                + " …`, or `--rollback empty` when nothing needs to be undone.");
  }

  @Test
  void the_same_changeset_twice_is_an_error() throws Exception {
    file(
        "warehouse/w/raw/tables/001_a.sql",
        "--changeset ann:1\nSELECT 1;\n--rollback empty\n--changeset ann:1\nSELECT 2;\n--rollback empty\n");

    assertThat(found())
        .singleElement()
        .asString()
        .startsWith("db/warehouse/w/raw/tables/001_a.sql:5:1: error: duplicate changeset")
        .contains("db/warehouse/w/raw/tables/001_a.sql:2:1");
  }

  @Test
  void a_misspelt_marker_is_an_error_where_it_stands() throws Exception {
    file("warehouse/w/raw/tables/001_a.sql", "--changset ann:1\nSELECT 1;\n--rolback empty\n");
    Files.writeString(
        root.resolve("changelog.yaml"),
        "databaseChangeLog: [{includeAll: {path: warehouse, relativeToChangelogFile: true}}]\n");

    var reading =
        new ChangelogReader()
            .read(root, "db", "changelog.yaml", java.util.Map.of(), DatabaseKind.POSTGRESQL);

    assertThat(reading).isInstanceOf(Reading.Broken.class);
    assertThat(((Reading.Broken) reading).problems())
        .extracting(Object::toString)
        .containsExactly(
            "db/warehouse/w/raw/tables/001_a.sql:2:1: error: misspelt marker. Liquibase takes"
                + " `--changset` for a comment. Did you mean '--changeset'?",
            "db/warehouse/w/raw/tables/001_a.sql:4:1: error: misspelt marker. Liquibase takes"
                + " `--rolback` for a comment. Did you mean '--rollback'?");
  }

  private NewChangeset.Result write(String schema, String kind, String name) {
    return NewChangeset.write(root, "w", schema, kind, name, "ann");
  }

  @Test
  void a_new_changeset_follows_the_convention_and_has_the_next_number() throws Exception {
    file("warehouse/w/raw/tables/007_a.sql", "--changeset ann:1\nSELECT 1;\n--rollback empty\n");
    for (var kind : Layout.KINDS) {
      assertThat(write("raw", kind, "add_refund_reason"))
          .isEqualTo(
              new NewChangeset.Result.Written(
                  "warehouse/w/raw/"
                      + kind
                      + (kind.equals("tables") ? "/008" : "/001")
                      + "_add_refund_reason.sql"));
    }

    assertThat(found()).isEmpty();
  }

  @Test
  void a_new_changeset_in_a_wrong_place_is_refused_with_a_suggestion() throws Exception {
    file("warehouse/w/raw/tables/001_a.sql", "--changeset ann:1\nSELECT 1;\n--rollback empty\n");

    assertThat(write("rav", "tables", "x").toString())
        .contains("folder not found")
        .contains("'raw'");
    assertThat(write("raw", "table", "x").toString()).contains("unknown kind").contains("'tables'");
    assertThat(write("raw", "tables", "Add It").toString()).contains("name outside");
    assertThat(write("../..", "tables", "x").toString()).contains("folder not found");
    assertThat(NewChangeset.write(root, "w", "raw", "tables", "x", "a:b").toString())
        .contains("author not usable");
    try (var files = Files.walk(root.resolve("warehouse"))) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(1);
    }
  }

  @Test
  void a_link_out_of_the_folder_is_refused(@TempDir Path elsewhere) throws Exception {
    Files.createDirectories(root.resolve("warehouse/w/raw"));
    Files.createSymbolicLink(root.resolve("warehouse/w/raw/tables"), elsewhere);

    assertThat(write("raw", "tables", "x").toString()).contains("folder outside of the root");
    assertThat(elsewhere).isEmptyDirectory();
  }
}
