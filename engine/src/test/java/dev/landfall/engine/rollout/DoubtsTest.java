package dev.landfall.engine.rollout;

import static dev.landfall.engine.folder.FolderWorld.component;
import static dev.landfall.engine.folder.FolderWorld.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.engine.event.EventLog.Held;
import dev.landfall.engine.event.Rollout;
import dev.landfall.engine.event.Rollout.OpenEffect;
import dev.landfall.engine.event.Status;
import dev.landfall.engine.folder.Disk;
import dev.landfall.engine.plan.TargetPlan;
import dev.landfall.engine.plan.World;
import dev.landfall.spi.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoubtsTest implements Disk.Watch {
  private static final Target SYDNEY = target("sydney");

  @TempDir Path temporary;
  private Site site;
  private World world;
  private Rollouts process;
  private Doubts doubts;
  private boolean breaks = true;
  private boolean unreachable;

  @BeforeEach
  void open() {
    site = new Site(temporary);
    world = site.world(List.of(List.of("sydney")), component("app", "{a: 1, b: 2}"));
    process = site.process("ana", this);
    doubts = new Doubts(site.log, Site.holder("ana"), site.gone::contains);
  }

  @AfterEach
  void close() {
    site.close();
    assertThat(site.defects).isEmpty();
  }

  @Override
  public void reading(Path folder) throws IOException {
    if (unreachable) {
      throw new IOException("no route to host");
    }
  }

  @Override
  public void changed(Path folder, String name) throws IOException {
    if (breaks) {
      breaks = false;
      unreachable = true;
      throw new IOException("connection lost");
    }
  }

  private TargetResult deploy() throws InterruptedException {
    return Site.deploy(process, world, 1).getFirst();
  }

  private OpenEffect doubt() {
    assertThat(doubts.of(SYDNEY)).hasSize(1);
    return doubts.of(SYDNEY).getFirst();
  }

  @Test
  void an_effect_nobody_can_tell_of_is_reported_with_its_question() throws Exception {
    var result = deploy();

    assertThat(result.status()).isEqualTo(Status.IN_DOUBT);
    assertThat(result.message()).isEqualTo("app: nobody can tell whether this happened: create a");
    assertThat(result.next()).startsWith("Find out: Is the print of a ");
    assertThat(Rollout.of(site.log.ofRollout("ro-1")).status()).isEqualTo(Status.IN_DOUBT);
    var doubt = doubt();
    assertThat(doubt.rollout()).isEqualTo("ro-1");
    assertThat(doubt.component()).isEqualTo("app");
    assertThat(doubt.what()).isEqualTo("create a");
    assertThat(doubt.question()).startsWith("Is the print of a ");
    assertThat(doubt.doubt()).contains("the folder cannot be read");
    assertThat(site.log.held(SYDNEY)).isEmpty();
  }

  @Test
  void the_next_rollout_finds_out_by_itself_when_it_can() throws Exception {
    deploy();
    unreachable = false;

    var result = deploy();

    assertThat(result.status()).as(result.message()).isEqualTo(Status.SUCCEEDED);
    assertThat(site.account("sydney", "app")).containsExactly("write a", "write b");
    assertThat(doubts.of(SYDNEY)).isEmpty();
  }

  @Test
  void a_doubt_is_looked_into_even_when_nothing_else_is_left_to_do() throws Exception {
    world = site.world(List.of(List.of("sydney")), component("app", "{a: 1}"));
    deploy();
    unreachable = false;
    assertThat(process.prepare(world, Site.targets(world), 1).plans())
        .allMatch(TargetPlan::isEmpty);

    assertThat(deploy().status()).isEqualTo(Status.SUCCEEDED);
    assertThat(doubts.of(SYDNEY)).isEmpty();
  }

  @Test
  void an_answer_settles_a_doubt_and_says_who_gave_it() throws Exception {
    deploy();
    assertThat(doubts.settle(SYDNEY, doubt(), true)).isEmpty();

    assertThat(doubts.of(SYDNEY)).isEmpty();
    assertThat(site.events().getLast().event().toString()).contains("as ana answered");
    assertThat(site.log.held(SYDNEY)).isEmpty();

    unreachable = false;
    assertThat(deploy().status()).isEqualTo(Status.SUCCEEDED);
    assertThat(site.account("sydney", "app")).containsExactly("write a", "write b");
  }

  @Test
  void an_answer_that_it_did_not_happen_lets_it_be_done_again() throws Exception {
    deploy();
    unreachable = false;
    new Disk(Disk.Watch.NONE).delete(site.root.resolve("sydney/app"), "a");
    assertThat(doubts.settle(SYDNEY, doubt(), false)).isEmpty();
    assertThat(doubts.of(SYDNEY)).isEmpty();

    assertThat(deploy().status()).isEqualTo(Status.SUCCEEDED);
    assertThat(site.read("sydney", "app")).isEqualTo(Map.of("a", "1", "b", "2"));
  }

  @Test
  void nobody_answers_while_somebody_works_on_the_target() throws Exception {
    deploy();
    var open = doubt();
    var claim =
        site.log.claim(
            SYDNEY, "ro-7", Site.holder("ben"), Duration.ofMinutes(5), site.gone::contains);

    assertThat(doubts.settle(SYDNEY, open, true)).map(Held::claim).contains(claim);
    assertThat(doubts.of(SYDNEY)).containsExactly(open);
  }

  @Test
  void a_doubt_outlives_later_rollouts_that_cannot_tell_either() throws Exception {
    deploy();
    unreachable = false;
    var prepared = process.prepare(world, Site.targets(world), 1);
    unreachable = true;

    var again = process.carryOut(prepared, 1, RolloutListener.NONE).getFirst();

    assertThat(again.status()).isEqualTo(Status.IN_DOUBT);
    assertThat(doubt().what()).isEqualTo("create a");
    assertThat(doubt().question()).startsWith("Is the print of a ");

    assertThat(doubts.settle(SYDNEY, doubt(), true)).isEmpty();
    assertThat(doubts.of(SYDNEY)).isEmpty();
  }
}
