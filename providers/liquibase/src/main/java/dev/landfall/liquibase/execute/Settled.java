package dev.landfall.liquibase.execute;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers with which bookkeeping a changelog has nothing to do, so that such a target is told by
/// one fingerprint that its database computes, instead of by all its rows. Threads may share it; so
/// may processes.
final class Settled {
  private static final int MOST_LINES = 64;

  /// By key: the basis of the empty plan, by the bookkeeping's fingerprint.
  private final Map<String, Map<String, String>> known = new ConcurrentHashMap<>();

  /// The bookkeepings that leave nothing to do.
  ///
  /// @param key names the changelog and all that chooses between its changesets
  Map<String, String> of(String key, Path folder) {
    return known.computeIfAbsent(key, k -> new ConcurrentHashMap<>(read(folder.resolve(k))));
  }

  void remember(String key, Path folder, String fingerprint, String basis) {
    var settled = of(key, folder);
    if (settled.putIfAbsent(fingerprint, basis) == null) {
      write(folder, key, settled);
    }
  }

  private static Map<String, String> read(Path file) {
    var settled = new LinkedHashMap<String, String>();
    try {
      for (var line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        var parts = line.split(" ");
        if (parts.length == 2) {
          settled.put(parts[0], parts[1]);
        }
      }
    } catch (NoSuchFileException e) {
      return settled;
    } catch (IOException e) {
      return Map.of(); // then the rows are read
    }
    return settled;
  }

  private void write(Path folder, String key, Map<String, String> settled) {
    var lines = new ArrayList<String>();
    settled.forEach((fingerprint, basis) -> lines.add(fingerprint + " " + basis));
    List<String> latest = lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size());
    try {
      Files.createDirectories(folder);
      var temporary = Files.createTempFile(folder, ".settled", ".tmp");
      Files.write(temporary, latest, StandardCharsets.UTF_8);
      Files.move(
          temporary,
          folder.resolve(key),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // The next process reads the rows again: only time is lost.
      known.remove(key);
    }
  }
}
