package dev.landfall.liquibase.changelog;

import dev.landfall.spi.Problem;
import dev.landfall.spi.Problem.Location;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import liquibase.resource.AbstractResource;
import liquibase.resource.AbstractResourceAccessor;
import liquibase.resource.Resource;

/// The files liquibase-core may see: those below one folder, links followed, and none too large.
///
/// Everything else is refused with a [Refusal] that names the place where it was asked for. Keeps
/// the text of what was read. Used by one thread.
final class Enclosure extends AbstractResourceAccessor {
  static final int LARGEST_FILE = 16 << 20;
  static final int LARGEST_TOTAL = 256 << 20;
  private static final int MOST_FILES = 100_000;
  private static final int OFTEN = 200;

  private final ChangelogRequest request;
  private final Path root;
  private final Map<String, byte[]> read = new LinkedHashMap<>();
  private final Map<String, Places> places = new HashMap<>();
  private final Map<String, Integer> opened = new LinkedHashMap<>();
  private long total;
  private String last;

  /// @throws IOException when the folder does not exist
  Enclosure(ChangelogRequest request) throws IOException {
    this.request = request;
    this.root = request.root().toRealPath();
    this.last = request.changelog();
  }

  /// Everything that was read, by path below the root, in the order of first reading.
  Map<String, byte[]> files() {
    return read;
  }

  /// Where the changesets of a file that was read begin.
  Places places(String path) {
    return places.getOrDefault(path, Places.NONE);
  }

  /// The file that was opened last: where an error without a place most likely is.
  String last() {
    return last;
  }

  /// The text of a file that was read.
  Optional<String> text(String path) {
    return Optional.ofNullable(read.get(path)).map(b -> new String(b, StandardCharsets.UTF_8));
  }

  @Override
  public List<String> describeLocations() {
    return List.of(request.shownAs().isEmpty() ? "." : request.shownAs());
  }

  @Override
  public List<Resource> getAll(String path) throws IOException {
    var file = new File(path);
    return file.exists() ? List.of(file) : List.of();
  }

  @Override
  public Resource get(String path) {
    return new File(path);
  }

  @Override
  public List<Resource> search(String startPath, boolean recursive) throws IOException {
    var options = new SearchOptions();
    options.setRecursive(recursive);
    return search(startPath, options);
  }

  @Override
  public List<Resource> search(String startPath, SearchOptions options) throws IOException {
    var base = inside(startPath);
    if (!Files.exists(base)) {
      return List.of();
    }
    if (!Files.isDirectory(base)) {
      throw new IOException("'" + startPath + "' is a file, not a directory");
    }
    var ending = options.endsWithFilterIsSet() ? options.getEndsWithFilter() : "";
    var found = new ArrayList<Resource>();
    Files.walkFileTree(
        base,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        options.getMaxDepth(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            var depth = file.getNameCount() - base.getNameCount();
            if (attributes.isRegularFile()
                && depth >= options.getMinDepth()
                && lower(file).endsWith(ending.toLowerCase(Locale.ROOT))) {
              found.add(new File(relative(file)));
              if (found.size() > MOST_FILES) {
                throw refusal(
                    startPath,
                    "too many files",
                    "'" + startPath + "' holds more than " + MOST_FILES + " files.");
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // a link that goes round in circles, or to nowhere
          }
        });
    return found;
  }

  @Override
  public void close() {}

  private static String lower(Path file) {
    return file.toString().toLowerCase(Locale.ROOT);
  }

  private String relative(Path file) {
    return root.relativize(file.normalize()).toString().replace('\\', '/');
  }

  /// The absolute path of what the changelog calls `path`.
  private Path inside(String path) {
    var plain = path.replace('\\', '/').replaceFirst("^classpath\\*?:", "").replaceFirst("^/+", "");
    Path file;
    try {
      file = root.resolve(plain).normalize();
    } catch (InvalidPathException e) {
      throw refusal(path, "not a file name", "'" + printable(path) + "' cannot be a file's path.");
    }
    if (!file.startsWith(root)) {
      throw outside(path, "'" + path + "' lies outside of the component's folder.");
    }
    try {
      var real = file.toRealPath();
      if (!real.startsWith(root)) {
        throw outside(path, "'" + path + "' is a link that leads out of the component's folder.");
      }
    } catch (IOException e) {
      return file; // it does not exist: found out by exists()
    }
    return file;
  }

  private Refusal outside(String path, String detail) {
    return refusal(
        path,
        "file outside of the component",
        detail + " A changelog may only use files of its own repository; move it there.");
  }

  private Refusal refusal(String path, String summary, String detail) {
    return new Refusal(Problem.error(mention(path), summary, detail));
  }

  /// Where the changelog names a path; the newest file that does. Before any file was read, it is
  /// the blueprint that names it.
  Location mention(String path) {
    if (read.isEmpty()) {
      return Location.ofSetting("changelog");
    }
    var name = path.replaceFirst("^/+", "");
    var files = new ArrayList<>(read.keySet());
    for (var file : files.reversed()) {
      var text = text(file).orElse("");
      for (var candidate : List.of(path, name, name.substring(name.lastIndexOf('/') + 1))) {
        var at = candidate.isBlank() ? -1 : text.indexOf(candidate);
        if (at >= 0) {
          return Lines.of(text).location(request.show(file), at);
        }
      }
    }
    return Location.of(request.show(last));
  }

  private static String printable(String path) {
    return path.replaceAll("\\p{Cntrl}", "?");
  }

  private byte[] bytes(String path) throws IOException {
    var known = read.get(path);
    if (known != null) {
      return known;
    }
    var file = inside(path);
    if (!Files.isRegularFile(file)) {
      throw new FileNotFoundException(path + " does not exist");
    }
    var size = Files.size(file);
    if (size > LARGEST_FILE) {
      throw tooLarge(path, "It has " + (size >> 20) + " MB; a changelog file may have 16 MB.");
    }
    byte[] content;
    try (var stream = Files.newInputStream(file)) {
      content = stream.readNBytes(LARGEST_FILE + 1);
    }
    total += content.length;
    if (content.length > LARGEST_FILE || total > LARGEST_TOTAL) {
      throw tooLarge(path, "A changelog may have 16 MB per file and 256 MB altogether.");
    }
    places.put(
        path, Places.of(path, request.show(path), new String(content, StandardCharsets.UTF_8)));
    read.put(path, content);
    return content;
  }

  private Refusal tooLarge(String path, String detail) {
    return new Refusal(
        Problem.error(
            Location.of(request.show(path)),
            "changelog file too large",
            detail + " Load bulk data outside of the changelog."));
  }

  private void countOpening(String path) {
    var name = path.toLowerCase(Locale.ROOT);
    if (name.endsWith(".xml")
        || name.endsWith(".yaml")
        || name.endsWith(".yml")
        || name.endsWith(".json")) {
      if (opened.merge(path, 1, Integer::sum) > OFTEN) {
        throw new Refusal(
            Problem.error(
                mention(path),
                "include cycle",
                "'" + path + "' includes itself, directly or by way of another file."));
      }
    }
  }

  private final class File extends AbstractResource {
    File(String path) {
      super(path, root.resolve("x").toUri());
    }

    @Override
    public java.net.URI getUri() {
      return root.resolve(key()).toUri();
    }

    private String key() {
      return relative(inside(getPath()));
    }

    @Override
    public InputStream openInputStream() throws IOException {
      var key = key();
      countOpening(key);
      var content = bytes(key);
      last = key;
      return new ByteArrayInputStream(content);
    }

    @Override
    public boolean exists() {
      return Files.isRegularFile(inside(getPath()));
    }

    @Override
    public Resource resolve(String other) {
      return new File(resolvePath(other));
    }

    @Override
    public Resource resolveSibling(String other) {
      return new File(resolveSiblingPath(other));
    }
  }
}
