package dev.landfall.sandbox.snowflake.load.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Buckets as folders of a folder: the object `b.csv` with the key `a/b.csv` is the file
/// `<root>/<bucket>/a/b.csv`. Nothing outside of the root is ever touched: a part of a key that a
/// file system would take for something else is written in another way. A key cannot be both a file
/// and the folder of another.
public final class FolderStore implements ObjectStore {
  private static final String UNFINISHED = ".landfall-";
  private static final int MOST_DIGESTS = 10_000;

  private final Path root;
  private final boolean made;
  private final Map<Path, Digest> digests = new ConcurrentHashMap<>();

  private record Digest(long size, Instant modified, String md5) {}

  private FolderStore(Path root, boolean made) {
    this.root = root.toAbsolutePath().normalize();
    this.made = made;
  }

  /// Buckets that come into being when something is written.
  public static FolderStore of(Path root) {
    return new FolderStore(root, false);
  }

  /// Buckets that somebody has made: one that is not there is an error.
  public static FolderStore ofBuckets(Path root) {
    return new FolderStore(root, true);
  }

  private void requireBucket(String bucket) throws IOException {
    if (made && !Files.isDirectory(folder(bucket))) {
      throw new NoSuchFileException(
          "The specified bucket does not exist (Status Code: 404; Error Code: NoSuchBucket)");
    }
  }

  /// The folder of a bucket, which need not be there.
  public Path folder(String bucket) {
    return inside(root, bucket);
  }

  /// The file of an object, which need not be there.
  public Path path(String bucket, String key) {
    return inside(folder(bucket), key);
  }

  private static Path inside(Path folder, String key) {
    var path = folder;
    for (var part : key.split("/", -1)) {
      path = path.resolve(written(part));
    }
    return path;
  }

  /// A part of a key as the name of a file: `.` and `..` mean other things there, and it cannot be
  /// empty.
  private static String written(String part) {
    if (part.isEmpty()) {
      return "%";
    }
    if (part.equals(".") || part.equals("..") || part.startsWith(UNFINISHED)) {
      return "%2E" + part.substring(1);
    }
    return part.equals("%") || part.startsWith("%2E") || part.startsWith("%25")
        ? "%25" + part.substring(1)
        : part;
  }

  private static String read(String name) {
    if (name.equals("%")) {
      return "";
    }
    if (name.startsWith("%2E")) {
      return "." + name.substring(3);
    }
    return name.startsWith("%25") ? "%" + name.substring(3) : name;
  }

  @Override
  public List<StoredObject> list(String bucket, String prefix) throws IOException {
    requireBucket(bucket);
    var folder = folder(bucket);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    var found = new ArrayList<StoredObject>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            var key = key(folder, directory) + "/";
            return directory.equals(folder) || key.startsWith(prefix) || prefix.startsWith(key)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            var key = key(folder, file);
            if (attributes.isRegularFile()
                && key.startsWith(prefix)
                && !file.getFileName().toString().startsWith(UNFINISHED)) {
              found.add(object(key, file, attributes));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(Comparator.comparing(StoredObject::key));
    return found;
  }

  private static String key(Path folder, Path file) {
    var key = new StringBuilder();
    for (var part : folder.relativize(file)) {
      if (!key.isEmpty()) {
        key.append('/');
      }
      key.append(read(part.toString()));
    }
    return key.toString();
  }

  private StoredObject object(String key, Path file, BasicFileAttributes attributes)
      throws IOException {
    return new StoredObject(
        key, attributes.size(), md5(file, attributes), attributes.lastModifiedTime().toInstant());
  }

  private String md5(Path file, BasicFileAttributes attributes) throws IOException {
    var modified = attributes.lastModifiedTime().toInstant();
    var known = digests.get(file);
    if (known != null && known.size() == attributes.size() && known.modified().equals(modified)) {
      return known.md5();
    }
    var md5 = md5(file);
    if (digests.size() > MOST_DIGESTS) {
      digests.clear();
    }
    digests.put(file, new Digest(attributes.size(), modified, md5));
    return md5;
  }

  private static String md5(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var digest = MessageDigest.getInstance("MD5");
      var buffer = new byte[64 * 1024];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Optional<StoredObject> find(String bucket, String key) throws IOException {
    requireBucket(bucket);
    var file = path(bucket, key);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    return Optional.of(object(key, file, Files.readAttributes(file, BasicFileAttributes.class)));
  }

  @Override
  public InputStream open(String bucket, String key) throws IOException {
    var file = path(bucket, key);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileNotFoundException(key);
    }
    return Files.newInputStream(file);
  }

  @Override
  public Optional<Path> file(String bucket, String key) {
    return Optional.of(path(bucket, key)).filter(Files::isRegularFile);
  }

  @Override
  public void put(String bucket, String key, Path content) throws IOException {
    requireBucket(bucket);
    var file = path(bucket, key);
    var parent = file.getParent();
    try {
      Files.createDirectories(parent);
    } catch (FileAlreadyExistsException e) {
      throw new IOException("'" + key + "' cannot be written: a part of it is a file", e);
    }
    if (Files.isDirectory(file)) {
      throw new IOException("'" + key + "' cannot be written: it is the folder of other files");
    }
    var unfinished = Files.createTempFile(parent, UNFINISHED, "");
    try {
      Files.copy(content, unfinished, StandardCopyOption.REPLACE_EXISTING);
      Files.move(
          unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  @Override
  public void delete(String bucket, String key) throws IOException {
    var file = path(bucket, key);
    if (Files.isDirectory(file)) {
      return;
    }
    Files.deleteIfExists(file);
    removeEmpty(file, folder(bucket));
  }

  /// An object store has no folders: those that are empty go.
  private static void removeEmpty(Path file, Path bucket) throws IOException {
    var at = file.getParent();
    while (at != null && at.startsWith(bucket) && !at.equals(bucket)) {
      if (Files.isDirectory(at)) {
        try (var left = Files.newDirectoryStream(at)) {
          if (left.iterator().hasNext()) {
            return;
          }
        }
        Files.deleteIfExists(at);
      }
      at = at.getParent();
    }
  }
}
