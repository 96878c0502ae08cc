package dev.landfall.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// Runs providers against live systems, for [ProviderContract].
///
/// @param <S> the provider's settings
abstract class ProviderRuns<S extends Record> {
  private static final String ROLLOUT = "ro-contract";
  private static final String DESTRUCTION = "ro-destruction";

  private final List<LiveSystem<S>> systems = new ArrayList<>();
  private final List<Provider<S>> providers = new ArrayList<>();
  @TempDir Path cache;

  /// A fresh live system to which nothing was rolled out yet. Asked for many times in one test.
  protected abstract LiveSystem<S> liveSystem() throws Exception;

  /// A run of a provider against a live system.
  record Attempt(MemoryJournal journal, TestContext context) {}

  @AfterEach
  final void close_everything() {
    var standing = Thread.interrupted();
    providers.forEach(Provider::close);
    systems.forEach(LiveSystem::close);
    assertThat(standing).as("an interruption is left standing").isFalse();
  }

  LiveSystem<S> fresh() throws Exception {
    var system = liveSystem();
    systems.add(system);
    return system;
  }

  Provider<S> provider(LiveSystem<S> system) {
    var provider = system.provider();
    providers.add(provider);
    return provider;
  }

  TestContext looking() {
    return TestContext.looking(cache);
  }

  Attempt attempt(MemoryJournal journal) {
    return new Attempt(journal, TestContext.applying(cache, ROLLOUT, journal));
  }

  static <S extends Record> Desired<S> destroyed(Desired<S> desired) {
    return new Desired<>(
        desired.target(),
        desired.component(),
        desired.settings(),
        desired.source(),
        new Goal.Destroyed(),
        desired.release());
  }

  Plan planDestruction(LiveSystem<S> system) throws Exception {
    return provider(system).plan(destroyed(system.desired()), looking());
  }

  Outputs destroy(LiveSystem<S> system, Plan plan, MemoryJournal journal) throws Exception {
    var context = TestContext.applying(cache, DESTRUCTION, journal);
    return provider(system).apply(plan, destroyed(system.desired()), context);
  }

  Plan plan(LiveSystem<S> system) throws Exception {
    return provider(system).plan(system.desired(), looking());
  }

  Outputs apply(LiveSystem<S> system, Plan plan, MemoryJournal journal) throws Exception {
    return provider(system).apply(plan, system.desired(), attempt(journal).context());
  }

  /// A live system the plan was applied to without any trouble.
  LiveSystem<S> clean() throws Exception {
    var system = fresh();
    apply(system, plan(system), new MemoryJournal());
    return system;
  }

  /// Finishes what an earlier process left; where the provider itself cannot tell whether an effect
  /// took place, somebody answers for it.
  Outputs resume(LiveSystem<S> system, Plan plan, MemoryJournal journal) throws Exception {
    try {
      return apply(system, plan, journal);
    } catch (ProviderException e) {
      assertThat(e.kind()).as("%s", e).isEqualTo(ProviderException.Kind.IN_DOUBT);
    }
    for (var effect : journal.open()) {
      journal.record(
          List.of(
              system.tookPlace(effect)
                  ? new Journal.Done(effect.key(), "as somebody answered")
                  : new Journal.NotDone(effect.key(), "as somebody answered")));
    }
    return apply(system, plan, journal.afterCrash());
  }

  void assert_as_clean(LiveSystem<S> system, LiveSystem<S> clean, String when) throws Exception {
    assertThat(system.snapshot()).as(when).isEqualTo(clean.snapshot());
    assertThat(system.effects()).as(when).containsExactlyInAnyOrderElementsOf(clean.effects());
    assertThat(plan(system).isEmpty()).as("nothing is left to do %s", when).isTrue();
  }

  static Map<String, String> files(Path root) throws IOException {
    var files = new TreeMap<String, String>();
    try (var paths = Files.walk(root)) {
      for (var path : paths.filter(Files::isRegularFile).toList()) {
        files.put(path.toString(), Files.readString(path, StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }
}
