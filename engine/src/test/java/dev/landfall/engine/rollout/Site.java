package dev.landfall.engine.rollout;

import dev.landfall.engine.event.Event;
import dev.landfall.engine.event.EventLog;
import dev.landfall.engine.event.EventLog.Holder;
import dev.landfall.engine.event.EventLog.Recorded;
import dev.landfall.engine.event.SettableClock;
import dev.landfall.engine.folder.Disk;
import dev.landfall.engine.folder.FolderProvider;
import dev.landfall.engine.folder.FolderWorld;
import dev.landfall.engine.plan.World;
import dev.landfall.engine.secret.Redactor;
import dev.landfall.engine.secret.SecretSource;
import dev.landfall.engine.store.DatabaseEventLog;
import dev.landfall.spi.Provider;
import dev.landfall.spi.Secret;
import dev.landfall.spi.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// Regions whose platforms are folders, a real event log, and processes that roll out to them.
final class Site implements AutoCloseable {
  static final String PASSWORD = "kookaburra-71";

  final Path root;
  final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T10:15:30Z"));
  final EventLog log;
  final Set<Holder> gone = ConcurrentHashMap.newKeySet();
  final ConcurrentLinkedQueue<Throwable> defects = new ConcurrentLinkedQueue<>();
  private final AtomicInteger rollouts = new AtomicInteger();
  private final List<Rollouts> processes = new ArrayList<>();

  Site(Path temporary) {
    root = temporary.resolve("live");
    log = DatabaseEventLog.openLocal(temporary.resolve("state"), clock);
  }

  /// A process of somebody.
  static Holder holder(String actor) {
    return new Holder(actor, "host", 4711, Instant.parse("2026-11-24T09:00:00Z"), actor);
  }

  /// A process that works on the disk.
  Rollouts process(String actor, Disk.Watch watch) {
    return process(actor, new FolderProvider(new Disk(watch)), own -> own);
  }

  /// A process with a provider and an event log of its own.
  Rollouts process(String actor, Provider<?> provider, UnaryOperator<EventLog> own) {
    var redactor = new Redactor();
    redactor.add(Secret.of(PASSWORD));
    var process =
        new Rollouts(
            new Rollouts.Setup(
                own.apply(log),
                Map.of(provider.kind(), provider),
                SecretSource.environment(Map.of("PASSWORD", PASSWORD)),
                redactor,
                clock,
                holder(actor),
                gone::contains,
                root.resolve("cache"),
                () -> "ro-" + rollouts.incrementAndGet(),
                (during, defect) -> defects.add(defect)));
    processes.add(process);
    return process;
  }

  World world(List<List<String>> waves, String... components) {
    return FolderWorld.of(
        root, waves, String.join("", components), new FolderProvider(new Disk(Disk.Watch.NONE)));
  }

  static List<List<Target>> targets(World world) {
    return world.blueprint().targets("dev");
  }

  /// Plans and carries out.
  static List<TargetResult> deploy(Rollouts process, World world, int most)
      throws InterruptedException {
    return process.carryOut(
        process.prepare(world, targets(world), most), most, RolloutListener.NONE);
  }

  void write(String region, String component, String name, String content) throws IOException {
    var folder = Files.createDirectories(FolderWorld.folder(root, region, component));
    Files.writeString(folder.resolve(name), content);
  }

  /// What a component's files hold; nothing when there is no folder.
  Map<String, String> read(String region, String component) throws IOException {
    return new Disk(Disk.Watch.NONE).read(FolderWorld.folder(root, region, component));
  }

  /// Every effect a component's folder ever took.
  List<String> account(String region, String component) throws IOException {
    return Disk.account(FolderWorld.folder(root, region, component));
  }

  List<Recorded> events() {
    return log.after(0, 10_000);
  }

  /// The words for what happened in a rollout, in order.
  List<String> story(String rollout) {
    return log.ofRollout(rollout).stream().map(recorded -> word(recorded.event())).toList();
  }

  private static String word(Event event) {
    return event.getClass().getSimpleName();
  }

  @Override
  public void close() {
    processes.forEach(Rollouts::close);
    log.close();
  }
}
