package dev.landfall.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.landfall.engine.event.EventLog;
import dev.landfall.engine.event.EventLogException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LocalEventLogTest extends EventLogContract {
  @TempDir Path temporary;

  @Override
  EventLog open(Clock clock) {
    return DatabaseEventLog.openLocal(folder(), clock);
  }

  private Path folder() {
    return temporary.resolve("deep").resolve("state");
  }

  @Override
  void execute(String sql) throws SQLException {
    var url =
        "jdbc:h2:file:" + folder().resolve("state") + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";
    try (var connection = new org.h2.Driver().connect(url, new Properties());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void only_the_owner_can_read_it() throws Exception {
    var second = another();
    second.append(claim(LONDON, "one"), List.of(START));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
        .isEqualTo("rwx------");
    try (var files = Files.list(folder())) {
      for (var file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as("%s", file)
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void other_processes_reach_it_on_the_loopback_address_only() throws Exception {
    another();
    var port = Files.readString(folder().resolve("state.server")).split(" ")[0];
    var local = ":%04X".formatted(Integer.parseInt(port));
    var listening = new ArrayList<String>();
    for (var table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (var line : Files.readAllLines(Path.of(table))) {
        var words = line.strip().split(" +");
        if (words[1].endsWith(local) && words[3].equals("0A")) {
          listening.add(words[1]);
        }
      }
    }
    assertThat(listening).isNotEmpty().allMatch(address -> address.contains("0100007F"));
  }

  @Test
  void when_the_one_that_has_the_file_closes_the_others_carry_on() throws Exception {
    var second = another();
    var third = another();
    var claim = second.claim(LONDON, "one", ANA, MINUTE, NOBODY_IS_GONE);
    second.append(claim, List.of(START));
    third.targets();

    log.close();
    assertThat(third.append(claim, List.of(note("a")))).isEqualTo(2);
    assertThat(second.append(claim, List.of(note("b")))).isEqualTo(3);
    third.close();
    assertThat(second.append(claim, List.of(note("c")))).isEqualTo(4);
    assertThat(second.ofRollout("one")).hasSize(4);
  }

  @Test
  void a_file_of_mostly_dead_pages_is_written_anew_when_it_is_closed() throws Exception {
    var file = folder().resolve("state.mv.db");
    var claim = claim(LONDON, "one");
    var appended = 0;
    while (Files.size(file) <= 17_000_000) {
      log.append(claim, List.of(note("change " + ++appended)));
    }
    log.close();

    assertThat(Files.size(file)).isLessThan(2_000_000);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(another().ofRollout("one")).hasSize(appended);
  }

  @Test
  void a_folder_that_is_a_file_is_refused() throws Exception {
    var file = Files.createFile(temporary.resolve("file"));
    var refusal =
        catchThrowableOfType(
            EventLogException.class, () -> DatabaseEventLog.openLocal(file, clock));

    assertThat(refusal.code()).isEqualTo(EventLogException.Code.BAD_ADDRESS);
    assertThat(refusal.sentence()).contains(file.toString());
  }
}
