package dev.landfall.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.spi.Target;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FoldedLossTest {
  private static final String UNKNOWN = "an unknown number of rows";

  /// @param extents `region=extent`
  private static String extent(String... extents) {
    var map = new LinkedHashMap<Target, String>();
    for (var extent : extents) {
      var parts = extent.split("=", 2);
      map.put(new Target("dev", parts[0]), parts[1]);
    }
    return new FoldedLoss("DROP TABLE t", map).extent();
  }

  @Test
  void each_target_is_told_the_most_first() {
    assertThat(extent("london=88 rows", "sydney=1,204 rows", "singapore=" + UNKNOWN))
        .isEqualTo("1,204 rows in sydney, 88 in london; unknown in singapore");
    assertThat(extent("london=1 row", "sydney=0 rows")).isEqualTo("1 row in london, 0 in sydney");
    assertThat(extent("a=7 rows", "b=12.000 rows", "c=7 rows", "d=it is a view"))
        .isEqualTo("12,000 rows in b, 7 each in a and c; it is a view in d");
  }

  @Test
  void what_is_the_same_everywhere_is_told_once() {
    assertThat(extent("sydney=88 rows")).isEqualTo("88 rows");
    assertThat(extent("sydney=88 rows", "london=88 rows")).isEqualTo("88 rows in each");
    assertThat(extent("sydney=" + UNKNOWN, "london=" + UNKNOWN)).isEqualTo(UNKNOWN + " in each");
  }

  @Test
  void many_targets_are_summed_up() {
    assertThat(extent("a=9 rows", "b=8 rows", "c=7 rows", "d=6 rows", "e=5 rows", "f=5 rows"))
        .isEqualTo("9 rows in a, 8 in b, 7 in c, fewer in 3 more: 40 in all");
    assertThat(extent("a=9 rows", "b=1 row", "c=1 row", "d=1 row", "e=1 row"))
        .isEqualTo("9 rows in a, 1 each in 4 regions");
  }

  @Test
  void it_is_never_long_and_names_the_most_and_the_sum() {
    var random = new Random(7);
    for (var round = 0; round < 500; round++) {
      Map<Target, String> extents = new LinkedHashMap<>();
      var most = 0L;
      var sum = 0L;
      for (var i = random.nextInt(100); i >= 0; i--) {
        var rows = random.nextInt(1, 1 << random.nextInt(1, 30));
        var known = random.nextInt(4) > 0;
        extents.put(
            new Target("dev", "region-" + i),
            known ? String.format(Locale.ROOT, "%,d rows", rows) : UNKNOWN);
        most = known ? Math.max(most, rows) : most;
        sum += known ? rows : 0;
      }

      var phrase = new FoldedLoss("DROP TABLE t", extents).extent();

      assertThat(phrase).hasSizeLessThan(200);
      if (most > 0) {
        assertThat(phrase).contains(String.format(Locale.ROOT, "%,d row", most));
      }
      if (phrase.contains("in all")) {
        assertThat(phrase).contains(String.format(Locale.ROOT, ": %,d in all", sum));
      }
    }
  }
}
