package dev.landfall.sandbox.snowflake.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulesTest {
  private static String next(String schedule, String after) {
    return Schedules.next(schedule, Instant.parse(after)).map(Instant::toString).orElse("never");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10 SECONDS                             | 2024-01-01T00:00:05Z | 2024-01-01T00:00:15Z
          5 MINUTE                               | 2024-01-01T00:00:00Z | 2024-01-01T00:05:00Z
          1 H                                    | 2024-01-01T00:00:00Z | 2024-01-01T01:00:00Z
          USING CRON * * * * * UTC               | 2024-01-01T00:00:00Z | 2024-01-01T00:01:00Z
          USING CRON 0 2 * * * UTC               | 2024-01-01T02:00:00Z | 2024-01-02T02:00:00Z
          USING CRON */15 * * * * UTC            | 2024-01-01T00:31:00Z | 2024-01-01T00:45:00Z
          USING CRON 5/20 * * * * UTC            | 2024-01-01T00:06:00Z | 2024-01-01T00:25:00Z
          USING CRON 0 9-17 * * MON-FRI UTC      | 2024-01-05T17:00:00Z | 2024-01-08T09:00:00Z
          USING CRON 0 0 L * * UTC               | 2024-02-01T00:00:00Z | 2024-02-29T00:00:00Z
          USING CRON 0 0 * * 5L UTC              | 2024-03-01T00:00:00Z | 2024-03-29T00:00:00Z
          USING CRON 0 0 10-20 * TUE,THU UTC     | 2024-01-04T00:00:00Z | 2024-01-09T00:00:00Z
          USING CRON 0 0 10-20 * TUE,THU UTC     | 2024-01-09T00:00:00Z | 2024-01-10T00:00:00Z
          USING CRON 0 0 29 FEB * UTC            | 2024-03-01T00:00:00Z | 2028-02-29T00:00:00Z
          USING CRON 0 9 * * * Europe/Berlin     | 2024-06-01T00:00:00Z | 2024-06-01T07:00:00Z
          USING CRON 0 9 * * * America/Los_Angeles | 2024-01-01T00:00:00Z | 2024-01-01T17:00:00Z
          USING CRON 30 2 * * * Europe/Berlin    | 2024-03-31T00:00:00Z | 2024-04-01T00:30:00Z
          USING CRON 0 0 31 FEB * UTC            | 2024-01-01T00:00:00Z | never
          """)
  void is_due(String schedule, String after, String due) {
    assertThat(next(schedule, after)).isEqualTo(due);
  }

  @Test
  void a_repeated_hour_is_due_once() {
    var due = new ArrayList<String>();
    var at = Optional.of(Instant.parse("2024-10-26T12:00:00Z"));
    for (var i = 0; i < 3; i++) {
      at = Schedules.next("USING CRON 30 2 * * * Europe/Berlin", at.orElseThrow());
      due.add(at.orElseThrow().toString());
    }
    assertThat(due)
        .isEqualTo(List.of("2024-10-27T00:30:00Z", "2024-10-28T01:30:00Z", "2024-10-29T01:30:00Z"));
  }
}
