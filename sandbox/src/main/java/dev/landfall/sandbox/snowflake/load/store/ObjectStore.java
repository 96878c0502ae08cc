package dev.landfall.sandbox.snowflake.load.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Buckets of objects. A key is a plain text: `..` in it is a name like any other. Threads may
/// share it.
public interface ObjectStore {
  /// The objects whose keys begin with a text, sorted by key.
  ///
  /// @throws IOException when there is no such bucket, or it cannot be read
  List<StoredObject> list(String bucket, String prefix) throws IOException;

  /// An object by its key.
  default Optional<StoredObject> find(String bucket, String key) throws IOException {
    return list(bucket, key).stream().filter(object -> object.key().equals(key)).findFirst();
  }

  /// An object's content. The caller closes it.
  ///
  /// @throws java.io.FileNotFoundException when there is none
  InputStream open(String bucket, String key) throws IOException;

  /// An object's content as a file that must not be changed, where the store has one.
  default Optional<Path> file(String bucket, String key) throws IOException {
    return Optional.empty();
  }

  /// Writes an object, in place of one with this key. It is there whole or not at all.
  ///
  /// @param content a file that the store copies
  void put(String bucket, String key, Path content) throws IOException;

  /// Deletes an object, if it is there.
  void delete(String bucket, String key) throws IOException;
}
