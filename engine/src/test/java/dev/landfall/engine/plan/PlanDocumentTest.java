package dev.landfall.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.engine.plan.PlanDocument.InvalidPlanException;
import dev.landfall.spi.Action;
import dev.landfall.spi.Change;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Plan;
import dev.landfall.spi.Target;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanDocumentTest {
  private static final int SEEDS = 200;

  private static TargetPlan plan(String extent, String note) {
    var change =
        new Change(
            Action.DELETE,
            "table/EVENTS",
            "drop EVENTS",
            "DROP TABLE EVENTS",
            List.of(new Change.Loss("DROP TABLE EVENTS", extent)));
    var plan = new Plan("b1", List.of(change), List.of(), List.of(note));
    return new TargetPlan(
        new Target("dev", "sydney"),
        "r-1",
        new Goal.Latest(),
        List.of(new ComponentPlan("warehouse", "folder", plan, false)));
  }

  @Test
  void what_is_written_reads_back_equal() throws Exception {
    for (var seed = 0; seed < SEEDS; seed++) {
      var plan = new RandomPlans(seed).target("sydney");
      assertThat(PlanDocument.read(PlanDocument.write(plan).toString()))
          .as("seed %s", seed)
          .isEqualTo(plan);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7})
  void any_number_of_plans_reads_back_equal_and_in_order(int number) throws Exception {
    var plans =
        IntStream.range(0, number).mapToObj(i -> new RandomPlans(i).target("region-" + i)).toList();

    assertThat(PlanDocument.readAll(PlanDocument.writeAll(plans).toString())).isEqualTo(plans);
  }

  @Test
  void equal_plans_have_equal_digests() {
    for (var seed = 0; seed < SEEDS; seed++) {
      assertThat(new RandomPlans(seed).target("sydney").digest())
          .matches("[0-9a-f]{64}")
          .isEqualTo(new RandomPlans(seed).target("sydney").digest());
    }
  }

  @Test
  void the_digest_changes_when_anything_changes_that_is_done() {
    for (var seed = 0; seed < SEEDS; seed++) {
      var plan = new RandomPlans(seed).target("sydney");
      var digests = new HashSet<>(List.of(plan.digest()));
      var variants = RandomPlans.variants(plan);
      variants.forEach(variant ->
          assertThat(digests.add(variant.digest())).as("%s\n%s", plan, variant).isTrue());
      assertThat(variants).hasSizeGreaterThanOrEqualTo(4);
    }
  }

  @Test
  void the_digest_stays_when_only_more_rows_would_be_lost_or_a_note_changes() {
    assertThat(plan("1,204 rows", "locked by ana").digest())
        .isEqualTo(plan("1,205 rows", "").digest());
  }

  @Test
  void a_document_that_was_changed_is_refused() {
    var text = PlanDocument.write(plan("3 rows", "")).toString();

    assertThatThrownBy(() -> PlanDocument.read(text.replace("drop EVENTS", "keep EVENTS")))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageContaining("digest does not fit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "nothing", "{\"target\":3}", "{\"plans\":[{}]}"})
  void what_is_no_plan_is_refused_with_a_sentence(String text) {
    assertThatThrownBy(() -> PlanDocument.readAll(text))
        .isInstanceOf(InvalidPlanException.class)
        .message()
        .startsWith("it ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"count:0", "count:-1", "count:99999999999", "later", ""})
  void a_goal_nobody_knows_is_refused(String goal) {
    var text =
        PlanDocument.write(plan("", "")).toString().replace("\"latest\"", "\"" + goal + "\"");

    assertThatThrownBy(() -> PlanDocument.read(text))
        .isInstanceOf(InvalidPlanException.class)
        .hasMessageContaining("unknown goal \"" + goal + "\"");
  }

  @Test
  void the_summary_counts_every_action() {
    var summary = PlanDocument.write(plan("", "")).get("summary");

    assertThat(summary.get("delete").intValue()).isEqualTo(1);
    for (var action : List.of("create", "update", "replace", "run")) {
      assertThat(summary.get(action).intValue()).as(action).isZero();
    }
  }
}
