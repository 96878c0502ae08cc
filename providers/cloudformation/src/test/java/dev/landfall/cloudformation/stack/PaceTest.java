package dev.landfall.cloudformation.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long NOW = Long.MAX_VALUE - 5; // the clock may run over

  private final Pace pace = new Pace();

  @Test
  void turns_lie_a_gap_apart_and_who_comes_late_waits_for_none() {
    assertThat(pace.turn(NOW)).isEqualTo(Duration.ZERO);
    assertThat(pace.turn(NOW)).isEqualTo(Pace.SHORTEST);
    assertThat(pace.turn(NOW)).isEqualTo(Pace.SHORTEST.multipliedBy(2));

    var late = NOW + Pace.SHORTEST.multipliedBy(7).toNanos();
    assertThat(pace.turn(late)).isEqualTo(Duration.ZERO);
    assertThat(pace.turn(late)).isEqualTo(Pace.SHORTEST);
  }

  @Test
  void the_gap_grows_fast_and_shrinks_slowly_within_its_bounds() {
    pace.answered();
    assertThat(pace.gap()).isEqualTo(Pace.SHORTEST);
    pace.throttled();
    assertThat(pace.gap()).isEqualTo(Pace.THROTTLED);
    pace.throttled();
    assertThat(pace.gap()).isEqualTo(Pace.THROTTLED.multipliedBy(2));
    pace.answered();
    assertThat(pace.gap()).isEqualTo(Duration.ofMillis(180));
    for (int i = 0; i < 20; i++) {
      pace.throttled();
    }
    assertThat(pace.gap()).isEqualTo(Pace.LONGEST);
    for (int i = 0; i < 100; i++) {
      pace.answered();
    }
    assertThat(pace.gap()).isEqualTo(Pace.SHORTEST);
  }
}
