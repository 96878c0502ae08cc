package dev.landfall.liquibase.changelog;

import dev.landfall.liquibase.changelog.ChangelogReader.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers what was read, by content: in this process, and on disk for the next one.
///
/// Targets whose parameters differ share a reading when the changelog asks for none of the
/// parameters in which they differ. What holds a secret, and what is broken, is not written to
/// disk. Threads may share a cache; so may processes.
public final class ChangelogCache {
  private static final int MOST_FILES = 256;

  private final ChangelogReader reader;
  private final Map<String, List<Entry>> entries = new ConcurrentHashMap<>();
  private final Map<String, Object> locks = new ConcurrentHashMap<>();
  private volatile boolean folderFailed;

  /// @param reader reads what is not remembered
  public ChangelogCache(ChangelogReader reader) {
    this.reader = reader;
  }

  /// A reading and what it depends on.
  ///
  /// @param result of the reading
  /// @param target the contexts and labels it was made for
  record Entry(Result result, String target) {
    boolean fits(ChangelogRequest request) {
      return (!result.filtered() || target.equals(targetOf(request)))
          && result.used().equals(ChangelogReader.valuesOf(request, result.used().keySet()));
    }
  }

  /// Reads a changelog, or remembers it.
  ///
  /// @param content a fingerprint of every file below the request's root
  /// @param folder where readings are kept; made when it is not there
  public Reading read(ChangelogRequest request, String content, Path folder) {
    var key = key(request, content);
    synchronized (locks.computeIfAbsent(key, k -> new Object())) {
      var known = entries.computeIfAbsent(key, k -> new ArrayList<>(kept(folder, key)));
      var fitting = known.stream().filter(entry -> entry.fits(request)).findFirst();
      if (fitting.isPresent()) {
        return fitting.get().result().reading();
      }
      var entry = new Entry(reader.readFor(request), targetOf(request));
      known.add(entry);
      if (!folderFailed && mayBeKept(entry, request)) {
        try {
          keep(folder, key, entry);
        } catch (IOException e) {
          folderFailed = true; // a full disk, say: the next process reads for itself
        }
      }
      return entry.result().reading();
    }
  }

  /// Names everything that a reading for a request can depend on; nothing when some of it is
  /// secret.
  public static Optional<String> keyOf(ChangelogRequest request, String content) {
    if (!request.secrets().isEmpty()) {
      return Optional.empty();
    }
    var digest = Digest.start().add(key(request, content)).add(targetOf(request));
    new TreeMap<>(request.parameters()).forEach((name, value) -> digest.add(name).add(value));
    return Optional.of(digest.hex());
  }

  private static String key(ChangelogRequest request, String content) {
    return Digest.start()
        .add(ChangelogReader.LIQUIBASE_VERSION)
        .add(String.valueOf(ChangelogReader.FORMAT))
        .add(request.shownAs())
        .add(request.changelog())
        .add(request.kind().shortName())
        .add(content)
        .hex();
  }

  static String targetOf(ChangelogRequest request) {
    return request.contexts() + " " + request.labels().orElse("");
  }

  private static boolean mayBeKept(Entry entry, ChangelogRequest request) {
    var secrets = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    secrets.addAll(request.secrets());
    return entry.result().reading() instanceof Reading.Read
        && entry.result().used().keySet().stream().noneMatch(secrets::contains);
  }

  private static List<Entry> kept(Path folder, String key) {
    var found = new ArrayList<Entry>();
    try (var files = Files.newDirectoryStream(folder, key + "-*")) {
      for (var file : files) {
        ChangelogFile.read(file).ifPresent(found::add);
      }
    } catch (IOException e) {
      return List.of(); // not there yet, or not readable: then it is read from its source
    }
    return found;
  }

  private static void keep(Path folder, String key, Entry entry) throws IOException {
    var variant = Digest.start().add(entry.target());
    new TreeMap<>(entry.result().used()).forEach((name, value) -> variant.add(name).add(value));
    Files.createDirectories(folder);
    var temporary = Files.createTempFile(folder, ".reading", ".tmp");
    ChangelogFile.write(temporary, entry);
    Files.move(
        temporary,
        folder.resolve(key + "-" + variant.hex()),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
    forgetOldest(folder);
  }

  private record Aged(Path file, long modified) {}

  private static void forgetOldest(Path folder) throws IOException {
    List<Aged> files;
    try (var listed = Files.list(folder)) {
      // The times are read once: other processes change them and delete files meanwhile.
      files = new ArrayList<>(listed.map(file -> new Aged(file, modified(file))).toList());
    }
    files.sort(Comparator.comparingLong(Aged::modified));
    for (var old : files.subList(0, Math.max(0, files.size() - MOST_FILES))) {
      Files.deleteIfExists(old.file());
    }
  }

  private static long modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      return 0; // another process deleted it
    }
  }

  /// How many readings are remembered in this process.
  int size() {
    return entries.values().stream().mapToInt(List::size).sum();
  }
}
