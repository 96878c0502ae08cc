package dev.landfall.engine.folder;

import dev.landfall.spi.Action;
import dev.landfall.spi.Change;
import dev.landfall.spi.Context;
import dev.landfall.spi.Desired;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Journal.Begin;
import dev.landfall.spi.Journal.Checkpoint;
import dev.landfall.spi.Journal.Done;
import dev.landfall.spi.Journal.Effect;
import dev.landfall.spi.Journal.Entry;
import dev.landfall.spi.Journal.InDoubt;
import dev.landfall.spi.Journal.NotDone;
import dev.landfall.spi.Observation;
import dev.landfall.spi.Outputs;
import dev.landfall.spi.Plan;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Provider;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.ProviderException.Kind;
import dev.landfall.spi.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Keeps a folder's files as the blueprint has them. Threads may share it.
public final class FolderProvider implements Provider<FolderSettings> {
  /// The checkpoint that holds the manifest the folder has on the plan's way.
  private static final String WAY = "way";

  private final Disk disk;

  /// Works on a disk.
  public FolderProvider(Disk disk) {
    this.disk = disk;
  }

  @Override
  public String kind() {
    return "folder";
  }

  @Override
  public Class<FolderSettings> settings() {
    return FolderSettings.class;
  }

  @Override
  public Optional<Set<String>> outputs() {
    return Optional.of(Set.of("stamp", "files"));
  }

  @Override
  public Optional<String> identity(Desired<FolderSettings> desired) {
    return Optional.of("folder " + desired.settings().folder());
  }

  @Override
  public List<Problem> check(Desired<FolderSettings> desired, Context context) {
    return desired.settings().entries().keySet().stream()
        .filter(name -> name.contains("/") || name.isBlank())
        .map(name ->
            Problem.error(
                Problem.Location.of(desired.source().show("landfall.yaml")),
                "bad file name",
                "\"" + name + "\" is no file of the folder."))
        .toList();
  }

  @Override
  public Plan plan(Desired<FolderSettings> desired, Context context) throws ProviderException {
    var contents = contents(desired);
    var live = Manifest.of(contents);
    var names = new TreeSet<>(contents.keySet());
    names.addAll(entries(desired).keySet());
    var changes = new ArrayList<Change>();
    for (var name : names) {
      var there = live.prints().containsKey(name);
      var value = entries(desired).get(name);
      if (value == null) {
        changes.add(
            new Change(
                Action.DELETE,
                name,
                "delete " + name,
                "- " + name,
                List.of(new Change.Loss("the content of " + name, "1 file"))));
      } else if (!live.print(name, Manifest.NONE).equals(wanted(value))) {
        var action = there ? Action.UPDATE : Action.CREATE;
        changes.add(new Change(action, name, action.word() + " " + name, name + ": " + value));
      }
    }
    return new Plan(live.fingerprint(), changes, List.of(), List.of());
  }

  private static Map<String, Value> entries(Desired<FolderSettings> desired) {
    return desired.goal() instanceof Goal.Destroyed ? Map.of() : desired.settings().entries();
  }

  private static String wanted(Value value) {
    return switch (value) {
      case Value.Known(var json, var secret) -> Manifest.print(String.valueOf(json));
      case Value.Unknown unknown -> unknown.toString();
    };
  }

  @Override
  public Outputs apply(Plan plan, Desired<FolderSettings> desired, Context context)
      throws ProviderException, InterruptedException {
    stopIfInterrupted();
    var folder = folder(desired);
    lock(folder, context);
    try {
      var way = settle(desired, context);
      if (!way.fingerprint().equals(plan.basis()) && context.journal().checkpoint(WAY).isEmpty()) {
        throw stale(folder);
      }
      var done = 0;
      for (var change : plan.changes()) {
        context.progress(change.summary(), done++, plan.changes().size());
        way = carryOut(change, desired, context, way);
      }
      return desired.goal() instanceof Goal.Destroyed ? Outputs.NONE : outputs(way);
    } finally {
      unlock(folder);
    }
  }

  private static void stopIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private static ProviderException stale(Path folder) {
    return new ProviderException(
        Kind.STALE, "folder " + folder + " was changed since it was planned", "Plan again.");
  }

  private static ProviderException failed(String what, IOException cause) {
    return new ProviderException(Kind.FAILED, what + ": " + cause.getMessage(), "", cause);
  }

  private void lock(Path folder, Context context) throws ProviderException {
    try {
      var owner = disk.lock(folder, context.rollout());
      while (!owner.equals(context.rollout())) {
        if (!context.isDead(owner)) {
          throw new ProviderException(
              Kind.HELD, "folder " + folder + " is locked by " + owner, "Wait for it.");
        }
        disk.unlock(folder);
        owner = disk.lock(folder, context.rollout());
      }
    } catch (IOException e) {
      throw failed("folder " + folder + " cannot be locked", e);
    }
  }

  private void unlock(Path folder) throws ProviderException {
    try {
      disk.unlock(folder);
    } catch (IOException e) {
      throw failed("folder " + folder + " stays locked", e);
    }
  }

  /// Finds out about the effects an earlier process left open.
  ///
  /// @return the folder's manifest now
  private Manifest settle(Desired<FolderSettings> desired, Context context)
      throws ProviderException, InterruptedException {
    var journal = context.journal();
    var open = journal.open();
    Manifest live;
    try {
      live = Manifest.of(disk.read(folder(desired)));
    } catch (IOException e) {
      for (var effect : open) {
        journal.record(List.of(new InDoubt(effect.key(), "the folder cannot be read")));
      }
      throw open.isEmpty() ? failed("the folder cannot be read", e) : inDoubt(open.getFirst(), e);
    }
    var way = journal.checkpoint(WAY).map(Manifest::parse);
    for (var effect : open) {
      var at = effect.key().lastIndexOf('@');
      var name = effect.key().substring(0, at);
      var print = effect.key().substring(at + 1);
      if (live.print(name, Manifest.NONE).equals(print)) {
        way = way.map(before -> before.with(name, print));
        journal.record(ended(new Done(effect.key(), "found done"), way.orElse(live)));
      } else {
        journal.record(ended(new NotDone(effect.key(), "found not to be done"), way.orElse(live)));
      }
    }
    if (way.isPresent() && !way.get().equals(live)) {
      throw stale(folder(desired));
    }
    return live;
  }

  private static List<Entry> ended(Entry end, Manifest way) {
    return List.of(end, new Checkpoint(WAY, way.toString()));
  }

  private static ProviderException inDoubt(Effect effect, IOException cause) {
    return new ProviderException(
        Kind.IN_DOUBT,
        "nobody can tell whether this happened: " + effect.what(),
        "Find out: " + effect.question(),
        cause);
  }

  /// @return the folder's manifest afterwards
  private Manifest carryOut(
      Change change, Desired<FolderSettings> desired, Context context, Manifest way)
      throws ProviderException, InterruptedException {
    var name = change.address();
    var value = entries(desired).get(name);
    var print = value == null ? Manifest.NONE : wanted(value);
    if (way.print(name, Manifest.NONE).equals(print)) {
      return way;
    }
    stopIfInterrupted();
    var journal = context.journal();
    var effect =
        new Effect(
            name + "@" + print, change.summary(), "Is the print of " + name + " " + print + "?");
    journal.record(List.of(new Begin(effect), new Checkpoint(WAY, way.toString())));
    var after = way.with(name, print);
    try {
      change(folder(desired), name, value);
    } catch (IOException e) {
      try {
        if (!Manifest.of(disk.read(folder(desired))).equals(after)) {
          journal.record(ended(new NotDone(effect.key(), "the disk refused"), way));
          throw failed(change.summary(), e);
        }
      } catch (IOException unreadable) {
        e.addSuppressed(unreadable);
        journal.record(List.of(new InDoubt(effect.key(), "the folder cannot be read")));
        throw inDoubt(effect, e);
      }
    }
    journal.record(ended(new Done(effect.key(), ""), after));
    return after;
  }

  private void change(Path folder, String name, @Nullable Value value) throws IOException {
    if (value == null) {
      disk.delete(folder, name);
    } else if (value instanceof Value.Known(var json, var secret)) {
      disk.write(folder, name, String.valueOf(json));
    } else {
      throw new IllegalStateException("applied while it is unknown: " + name);
    }
  }

  private static Outputs outputs(Manifest live) {
    return new Outputs(Map.of("stamp", live.fingerprint(), "files", (long) live.prints().size()));
  }

  @Override
  public Observation observe(Desired<FolderSettings> desired, Context context)
      throws ProviderException {
    var live = Manifest.of(contents(desired));
    return new Observation(live.prints(), outputs(live), List.of());
  }

  @Override
  public List<String> unlock(Desired<FolderSettings> desired, Context context)
      throws ProviderException {
    var folder = folder(desired);
    try {
      var owner = disk.locked(folder);
      if (owner.isEmpty()) {
        return List.of();
      }
      if (!context.isDead(owner.get())) {
        throw new ProviderException(Kind.HELD, "locked by " + owner.get(), "Wait for it.");
      }
      disk.unlock(folder);
      return List.of("the lock of " + owner.get());
    } catch (IOException e) {
      throw failed("folder " + folder + " cannot be unlocked", e);
    }
  }

  private SortedMap<String, String> contents(Desired<FolderSettings> desired)
      throws ProviderException {
    try {
      return new TreeMap<>(disk.read(folder(desired)));
    } catch (IOException e) {
      throw failed("folder " + folder(desired) + " cannot be read", e);
    }
  }

  private static Path folder(Desired<FolderSettings> desired) {
    return Path.of(desired.settings().folder());
  }
}
