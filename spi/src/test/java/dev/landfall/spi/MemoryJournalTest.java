package dev.landfall.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.spi.Journal.Begin;
import dev.landfall.spi.Journal.Checkpoint;
import dev.landfall.spi.Journal.Done;
import dev.landfall.spi.Journal.Effect;
import dev.landfall.spi.Journal.InDoubt;
import dev.landfall.spi.Journal.NotDone;
import dev.landfall.spi.MemoryJournal.End;
import dev.landfall.spi.MemoryJournal.ProcessLost;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryJournalTest {
  private static final Effect A = new Effect("a", "write a", "is a there?");
  private static final Effect B = new Effect("b", "write b", "is b there?");
  private static final Effect C = new Effect("c", "write c", "is c there?");

  private final MemoryJournal journal = new MemoryJournal();

  @Test
  void open_are_the_effects_whose_end_nobody_recorded_oldest_first() throws Exception {
    journal.record(List.of(new Begin(A), new Begin(B), new Begin(C)));
    assertThat(journal.open()).containsExactly(A, B, C);

    journal.record(List.of(new Done("b", ""), new InDoubt("a", "no answer")));
    assertThat(journal.open()).containsExactly(A, C);

    journal.record(List.of(new Begin(A), new NotDone("c", "refused")));
    assertThat(journal.open()).containsExactly(A);
  }

  @Test
  void a_new_process_finds_what_was_kept() throws Exception {
    journal.record(List.of(new Begin(A), new Checkpoint("at", "1")));
    journal.record(List.of(new Checkpoint("at", "2")));

    var next = journal.afterCrash();
    assertThat(next.open()).containsExactly(A);
    assertThat(next.checkpoint("at")).contains("2");
    assertThat(next.checkpoint("other")).isEmpty();
    assertThat(next.records()).isZero();
  }

  @Test
  void a_process_lost_before_a_record_keeps_nothing_of_it() throws Exception {
    var moments = new ArrayList<String>();
    journal.endAt(2, End.KILLED_BEFORE, () -> moments.add("lost"));
    journal.record(List.of(new Begin(A)));

    assertThatThrownBy(() -> journal.record(List.of(new Done("a", ""), new Begin(B))))
        .isInstanceOf(ProcessLost.class);
    assertThatThrownBy(() -> journal.record(List.of(new Begin(C)))).isInstanceOf(ProcessLost.class);
    assertThat(journal.afterCrash().open()).containsExactly(A);
    assertThat(moments).containsExactly("lost");
  }

  @Test
  void a_process_lost_after_a_record_keeps_all_of_it() throws Exception {
    journal.endAt(2, End.KILLED_AFTER, () -> {});
    journal.record(List.of(new Begin(A)));

    assertThatThrownBy(() -> journal.record(List.of(new Done("a", ""), new Begin(B))))
        .isInstanceOf(ProcessLost.class);
    assertThat(journal.afterCrash().open()).containsExactly(B);
    assertThat(journal.isEnded()).isTrue();
  }

  @Test
  void a_lost_claim_refuses_every_record_from_then_on() throws Exception {
    journal.endAt(2, End.CLAIM_LOST, () -> {});
    journal.record(List.of(new Begin(A)));

    for (var attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> journal.record(List.of(new Done("a", ""))))
          .isInstanceOfSatisfying(
              ProviderException.class,
              e -> assertThat(e.kind()).isEqualTo(ProviderException.Kind.FAILED));
    }
    assertThat(journal.entries()).containsExactly(new Begin(A));
  }
}
