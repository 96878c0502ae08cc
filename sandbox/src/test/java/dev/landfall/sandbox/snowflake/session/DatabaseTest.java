package dev.landfall.sandbox.snowflake.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatabaseTest {
  @Test
  void a_statement_wakes_no_other_thread() throws Exception {
    try (var database = Database.open(Optional.empty());
        var connection = database.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT current_setting('threads')")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getLong(1)).isEqualTo(1);
    }
  }
}
