package dev.landfall.sandbox.snowflake.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.SnowflakeServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files and load history in a folder that is kept.
class StageHomeTest {
  @TempDir private Path folder;

  private Stand open() throws Exception {
    return Stand.open(folder, SnowflakeServer.Options.defaults().withHome(folder.resolve("home")));
  }

  private long files() throws Exception {
    try (var all = Files.walk(folder.resolve("home"))) {
      return all.filter(file -> file.toString().endsWith(".csv")).count();
    }
  }

  @Test
  void files_and_history_survive_a_restart() throws Exception {
    try (var stand = open()) {
      stand.run("CREATE TABLE T (ID INT)");
      stand.put("x", "a.csv", "1\n");
      stand.put("x", "b.csv", "2\n");
      stand.rows("COPY INTO T FROM @ST FILES = ('x/a.csv')");
      stand.run("CREATE TEMPORARY STAGE TMP");
      stand.rows("PUT file://" + folder + "/a.csv @TMP AUTO_COMPRESS = FALSE");
      assertThat(files()).isEqualTo(3);
    }
    try (var stand = open()) {
      assertThat(files()).isEqualTo(2);
      assertThat(stand.column("LIST @ST")).isEqualTo(List.of("st/x/a.csv", "st/x/b.csv"));
      assertThat(stand.column("COPY INTO T FROM @ST")).isEqualTo(List.of("st/x/b.csv"));
      stand.run("DROP STAGE ST");
      assertThat(files()).isZero();
    }
  }

  @Test
  void files_of_a_dropped_table_come_back_with_it() throws Exception {
    try (var stand = open()) {
      stand.run("CREATE TABLE T (ID INT)");
      Files.writeString(folder.resolve("t.csv"), "1\n");
      stand.rows("PUT file://" + folder + "/t.csv @%T AUTO_COMPRESS = FALSE");
      stand.run("DROP TABLE T", "UNDROP TABLE T");
      assertThat(stand.column("LIST @%T")).isEqualTo(List.of("t.csv"));
    }
  }
}
