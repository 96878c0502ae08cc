package dev.landfall.sandbox.aws.s3;

import dev.landfall.sandbox.aws.protocol.Keys;
import dev.landfall.sandbox.aws.store.Change;
import dev.landfall.sandbox.aws.store.Journal;
import dev.landfall.sandbox.aws.store.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/// Buckets, objects and uploads; their bytes are files of their own, which are there before
/// anything speaks of them. Threads share it; who decides by what is there holds [#lock].
final class S3Store {
  private static final char SEPARATOR = '\0';
  private static final String LAST = "\uffff";

  private final Object lock = new Object();
  private final Journal journal;
  private final Table<Bucket> buckets;
  private final Table<StoredObject> objects;
  private final Table<Upload> uploads;
  private final Path blobs;
  private final Keys random;

  private S3Store(Journal journal, Path blobs, Keys random) {
    this.journal = journal;
    this.buckets = journal.table("s3-buckets", Bucket.class);
    this.objects = journal.table("s3-objects", StoredObject.class);
    this.uploads = journal.table("s3-uploads", Upload.class);
    this.blobs = blobs;
    this.random = random;
  }

  static S3Store open(Journal journal, Path blobs, Keys random) throws IOException {
    var store = new S3Store(journal, Files.createDirectories(blobs), random);
    store.deleteStrays();
    return store;
  }

  /// Files of requests that were not finished when the process ended.
  private void deleteStrays() throws IOException {
    Set<String> known = new HashSet<>();
    objects
        .rows()
        .values()
        .forEach(object -> object.versions().forEach(version -> known.add(version.blob())));
    uploads
        .rows()
        .values()
        .forEach(upload -> upload.parts().values().forEach(part -> known.add(part.blob())));
    try (var files = Files.list(blobs)) {
      for (var file : files.toList()) {
        if (!known.contains(file.getFileName().toString())) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /// Held by who decides by what is there.
  Object lock() {
    return lock;
  }

  Optional<Bucket> bucket(String name) {
    return buckets.get(name);
  }

  Iterable<Bucket> buckets() {
    return buckets.rows().values();
  }

  Change<Bucket> put(Bucket bucket) {
    return buckets.put(bucket.name(), bucket);
  }

  Change<Bucket> remove(Bucket bucket) {
    return buckets.remove(bucket.name());
  }

  StoredObject object(String bucket, String key) {
    return objects.get(bucket + SEPARATOR + key).orElse(StoredObject.NONE);
  }

  Change<StoredObject> put(String bucket, String key, StoredObject object) {
    var full = bucket + SEPARATOR + key;
    return object.versions().isEmpty() ? objects.remove(full) : objects.put(full, object);
  }

  /// The objects of a bucket whose keys are not before that one, with their full keys.
  NavigableMap<String, StoredObject> objects(String bucket, String from) {
    return objects.rows().subMap(bucket + SEPARATOR + from, true, bucket + '\1', false);
  }

  /// The key of an object in its bucket.
  static String key(String full) {
    return full.substring(full.indexOf(SEPARATOR) + 1);
  }

  /// What comes after all keys that begin so.
  static String after(String prefix) {
    return prefix + LAST;
  }

  Optional<Upload> upload(String id) {
    return uploads.get(id);
  }

  Iterable<Upload> uploads() {
    return uploads.rows().values();
  }

  Change<Upload> put(Upload upload) {
    return uploads.put(upload.id(), upload);
  }

  Change<Upload> remove(Upload upload) {
    return uploads.remove(upload.id());
  }

  /// Does all of it or nothing.
  void commit(List<? extends Change<?>> changes) {
    journal.commit(changes);
  }

  /// The file of a blob.
  Path blob(String name) {
    return blobs.resolve(name);
  }

  /// A name for a blob.
  String newBlob() {
    return random.letters(26);
  }

  /// An id for a version or an upload.
  String newId() {
    return random.letters(32);
  }

  /// Deletes blobs that nothing speaks of any more.
  void delete(List<String> names) throws IOException {
    for (var name : names) {
      if (!name.isEmpty()) {
        Files.deleteIfExists(blob(name));
      }
    }
  }
}
