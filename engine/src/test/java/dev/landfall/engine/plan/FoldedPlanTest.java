package dev.landfall.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.spi.Action;
import dev.landfall.spi.Change;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Plan;
import dev.landfall.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldedPlanTest {
  private static final int SEEDS = 200;

  /// A change of a component of a target, without the extent of what it would lose.
  private record Line(Target target, String component, Change change) {
    static Line of(Target target, String component, Change change) {
      var losses = change.losses().stream().map(loss -> new Change.Loss(loss.what(), "")).toList();
      return new Line(
          target,
          component,
          new Change(change.action(), change.address(), change.summary(), change.diff(), losses));
    }
  }

  private static TargetPlan plan(String region, Change... changes) {
    var plan = new Plan("basis of " + region, List.of(changes), List.of(), List.of());
    return new TargetPlan(
        new Target("dev", region),
        "r-1",
        new Goal.Latest(),
        List.of(new ComponentPlan("warehouse", "folder", plan, false)));
  }

  private static Change create(String address, String diff) {
    return new Change(Action.CREATE, address, "create " + address, diff);
  }

  @Test
  void folding_loses_no_change_and_adds_none() {
    for (var seed = 0; seed < SEEDS; seed++) {
      var random = new RandomPlans(seed);
      var plans = IntStream.range(0, 5).mapToObj(i -> random.target("region-" + i)).toList();
      var lines = new ArrayList<Line>();
      for (var plan : plans) {
        for (var component : plan.components()) {
          component
              .plan()
              .changes()
              .forEach(change -> lines.add(Line.of(plan.target(), component.name(), change)));
        }
      }

      var folded = new ArrayList<Line>();
      for (var component : FoldedPlan.of(plans).components()) {
        for (var change : component.changes()) {
          change
              .targets()
              .forEach(target -> folded.add(Line.of(target, component.name(), change.change())));
        }
      }
      assertThat(folded).as("seed %s", seed).containsExactlyInAnyOrderElementsOf(lines);
    }
  }

  @Test
  void folding_loses_no_unknown_value_no_note_and_no_deferral() {
    for (var seed = 0; seed < SEEDS; seed++) {
      var random = new RandomPlans(seed);
      var plans = IntStream.range(0, 5).mapToObj(i -> random.target("region-" + i)).toList();
      var folded = FoldedPlan.of(plans);
      for (var plan : plans) {
        for (var component : plan.components()) {
          var part =
              folded.components().stream()
                  .filter(other -> other.name().equals(component.name()))
                  .findFirst()
                  .orElseThrow();
          assertThat(part.deferred().contains(plan.target())).isEqualTo(component.deferred());
          assertThat(component.plan().unknown())
              .allSatisfy(text -> assertThat(part.unknown().get(text)).contains(plan.target()));
          assertThat(component.plan().notes())
              .allSatisfy(text -> assertThat(part.notes().get(text)).contains(plan.target()));
        }
      }
    }
  }

  @Test
  void a_change_that_is_the_same_everywhere_is_read_once() {
    var plans =
        IntStream.range(0, 50)
            .mapToObj(i -> plan("region-" + i, create("EVENTS", "a INT"), create("VENUES", "b")))
            .toList();

    var changes = FoldedPlan.of(plans).components().getFirst().changes();
    assertThat(changes).hasSize(2);
    assertThat(changes)
        .allSatisfy(change -> {
          assertThat(change.targets()).hasSize(50);
          assertThat(change.variant()).isFalse();
        });
  }

  @Test
  void a_change_that_differs_in_one_region_is_a_variant() {
    var folded =
        FoldedPlan.of(
            List.of(
                plan("sydney", create("EVENTS", "a INT"), create("VENUES", "b")),
                plan("london", create("EVENTS", "a BIGINT"), create("VENUES", "b")),
                plan("dublin", create("EVENTS", "a INT"), create("VENUES", "b"))));

    var changes = folded.components().getFirst().changes();
    assertThat(changes)
        .extracting(FoldedPlan.FoldedChange::variant)
        .containsExactly(true, true, false);
    assertThat(changes.getFirst().targets())
        .containsExactly(new Target("dev", "sydney"), new Target("dev", "dublin"));
  }

  @Test
  void a_change_that_the_first_target_does_not_need_stands_where_it_is_applied() {
    var folded =
        FoldedPlan.of(
            List.of(
                plan("sydney", create("B", "b"), create("C", "c"), create("D", "d")),
                plan("london", create("A", "a"), create("B", "b"), create("C", "c")),
                plan("dublin", create("B", "other"), create("X", "x"), create("C", "c"))));

    assertThat(folded.components().getFirst().changes())
        .extracting(change -> change.change().address() + change.targets().getFirst().region())
        .containsExactly("Alondon", "Bsydney", "Bdublin", "Xdublin", "Csydney", "Dsydney");
  }

  @Test
  void how_many_rows_are_lost_does_not_keep_changes_apart() {
    var folded =
        FoldedPlan.of(List.of(plan("sydney", drop("1,204 rows")), plan("london", drop("7 rows"))));

    assertThat(folded.components().getFirst().changes())
        .singleElement()
        .satisfies(change -> {
          assertThat(change.targets()).hasSize(2);
          assertThat(change.losesData()).isTrue();
          assertThat(change.losses())
              .extracting(FoldedLoss::extent)
              .containsExactly("1,204 rows in sydney, 7 in london");
        });
  }

  private static Change drop(String extent) {
    var losses = List.of(new Change.Loss("DROP TABLE EVENTS", extent));
    return new Change(Action.DELETE, "EVENTS", "drop EVENTS", "DROP TABLE EVENTS", losses);
  }
}
