package dev.landfall.engine.folder;

import dev.landfall.spi.Desired;
import dev.landfall.spi.Goal;
import dev.landfall.spi.LiveSystem;
import dev.landfall.spi.Provider;
import dev.landfall.spi.Secret;
import dev.landfall.spi.Source;
import dev.landfall.spi.Target;
import dev.landfall.spi.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// A folder with one stray and one outdated file.
final class FolderSystem implements LiveSystem<FolderSettings>, Disk.Watch {
  private static final Secret PASSWORD = Secret.of("kookaburra-71");
  private final Path root;
  private final Path folder;
  private final List<Disk> disks = new ArrayList<>();
  private Armed armed = new Armed(Integer.MAX_VALUE, Fault.NONE, () -> {});
  private int calls;

  private record Armed(int nth, Fault fault, Runnable reached) {}

  FolderSystem(Path root) throws IOException {
    this.root = root;
    folder = Files.createDirectories(root.resolve("live").resolve("app"));
    Files.writeString(folder.resolve("old"), "nobody wants it");
    Files.writeString(folder.resolve("rates"), "1");
    Files.createDirectories(root.resolve("source"));
  }

  @Override
  public Provider<FolderSettings> provider() {
    var disk = new Disk(this);
    disks.add(disk);
    return new FolderProvider(disk);
  }

  @Override
  public Desired<FolderSettings> desired() {
    var entries = new TreeMap<String, Value>();
    entries.put("rates", new Value.Known(2L, false));
    entries.put("name", new Value.Known("Sydney", false));
    entries.put("password", new Value.Known(PASSWORD.reveal(), true));
    return new Desired<>(
        new Target("dev", "sydney"),
        "app",
        new FolderSettings(folder.toString(), entries),
        new Source(root.resolve("source"), "", "c0"),
        new Goal.Latest(),
        "r-1");
  }

  @Override
  public void changeFromOutside() {
    try {
      Files.writeString(folder.resolve("rates"), "from outside");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String snapshot() {
    try (var files = Files.list(folder.resolveSibling("."))) {
      var beside =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> !name.endsWith(".account"))
              .sorted()
              .toList();
      return beside + "\n" + Disk.contents(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> effects() {
    try {
      return Disk.account(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void arm(int nth, Fault fault, Runnable reached) {
    armed = new Armed(nth, fault, reached);
    calls = 0;
  }

  @Override
  public void changing(Path changed, String name) throws IOException {
    calls++;
    if (calls == armed.nth()) {
      armed.reached().run();
      if (armed.fault() == Fault.LOST_REQUEST) {
        throw new IOException("connection lost");
      }
    }
  }

  @Override
  public void changed(Path changed, String name) throws IOException {
    if (calls == armed.nth() && armed.fault() == Fault.LOST_ANSWER) {
      throw new IOException("connection lost");
    }
  }

  @Override
  public void sever() {
    disks.forEach(Disk::sever);
  }

  @Override
  public List<Secret> secrets() {
    return List.of(PASSWORD);
  }

  @Override
  public void close() {}
}
