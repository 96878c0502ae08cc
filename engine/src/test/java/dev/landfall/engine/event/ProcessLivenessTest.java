package dev.landfall.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.engine.event.EventLog.Holder;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessLivenessTest {
  private final ProcessLiveness liveness = new ProcessLiveness();
  private final Holder self = ProcessLiveness.self("ana", Clock.systemUTC());

  @Test
  void this_process_is_not_gone() {
    assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(self.actor()).isEqualTo("ana");
    assertThat(self.host()).isNotEmpty();
    assertThat(liveness.isGone(self)).isFalse();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_process_that_ended_is_gone() throws Exception {
    var ended = new ProcessBuilder("true").start();
    ended.waitFor();
    assertThat(liveness.isGone(holder(ended.pid(), self.identity()))).isTrue();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_process_whose_number_another_one_has_now_is_gone() {
    assertThat(liveness.isGone(holder(self.pid(), self.identity() + "0"))).isTrue();
  }

  @Test
  void what_ran_on_another_boot_or_in_another_namespace_is_not_known_to_be_gone() {
    var words = self.identity().split(" ");
    var impossible = Long.MAX_VALUE;
    if (words.length == 3) {
      var namespace = words[0] + " pid:[1] " + words[2];
      var boot = "0" + words[0] + " " + words[1] + " " + words[2];
      assertThat(liveness.isGone(holder(impossible, namespace))).isFalse();
      assertThat(liveness.isGone(holder(impossible, boot))).isFalse();
    }
    assertThat(liveness.isGone(holder(impossible, ""))).isFalse();
    assertThat(liveness.isGone(holder(impossible, " "))).isFalse();
  }

  private Holder holder(long pid, String identity) {
    return new Holder(self.actor(), self.host(), pid, self.started(), identity);
  }
}
