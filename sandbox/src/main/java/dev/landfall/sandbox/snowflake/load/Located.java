package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.load.store.FolderStore;
import dev.landfall.sandbox.snowflake.load.store.ObjectStore;
import dev.landfall.sandbox.snowflake.load.store.RoleException;
import dev.landfall.sandbox.snowflake.load.store.StoredObject;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A location that a statement names, found. What is written behind a stage's name is the beginning
/// of its files' names, and not a folder (Snowflake, "LIST").
///
/// @param written as the statement writes it, such as `@st/path/`
/// @param stage the named stage, if it is one
/// @param store where its files lie
/// @param bucket where in the store
/// @param base how the keys of all files of the stage begin
/// @param path how those of the location go on
/// @param naming what its files are called
record Located(
    String written,
    Optional<Body.Stage> stage,
    ObjectStore store,
    String bucket,
    String base,
    String path,
    Naming naming) {

  /// What a file is called, depending on who asks.
  ///
  /// @param listed before its path in the answers of LIST and COPY
  /// @param loaded before its path in METADATA$FILENAME and in errors
  /// @param matched before its path where PATTERN looks
  record Naming(String listed, String loaded, String matched) {}

  /// A file of a location.
  ///
  /// @param path from the stage's root on
  record Found(StoredObject object, String path) {}

  /// The store of an internal stage.
  FolderStore internal() {
    if (!(store instanceof FolderStore folders)) {
      throw new IllegalStateException(written);
    }
    return folders;
  }

  String listed(String path) {
    return naming.listed() + path;
  }

  String loaded(String path) {
    return naming.loaded() + path;
  }

  /// The file's name in the load history.
  String unique(String path) {
    return bucket + "/" + base + path;
  }

  /// The files at this location, by name.
  ///
  /// @param pattern has to fit the whole of a file's path in its storage
  List<Found> list(Optional<Pattern> pattern) throws SnowflakeException {
    return objects(path).stream().flatMap(object -> found(object, pattern).stream()).toList();
  }

  private Optional<Found> found(StoredObject object, Optional<Pattern> pattern) {
    var rest = object.key().substring(base.length());
    boolean folder = rest.endsWith("/") && object.size() == 0;
    return folder || !fits(rest, pattern) ? Optional.empty() : Optional.of(new Found(object, rest));
  }

  /// Whether a path is one that a PATTERN asks for.
  boolean fits(String path, Optional<Pattern> pattern) {
    return pattern.isEmpty() || pattern.get().matcher(naming.matched() + path).matches();
  }

  /// Those of the files with these keys that are at this location, by name.
  List<Found> those(Set<String> keys, Optional<Pattern> pattern) throws SnowflakeException {
    var those = new ArrayList<Found>();
    try {
      for (var key : new TreeSet<>(keys)) {
        if (key.startsWith(base + path)) {
          store.find(bucket, key).flatMap(object -> found(object, pattern)).ifPresent(those::add);
        }
      }
    } catch (IOException e) {
      throw failed(e);
    }
    return those;
  }

  /// A file whose name goes on where the location stops.
  Optional<Found> find(String name) throws SnowflakeException {
    var rest = path + name;
    try {
      return store.find(bucket, base + rest).map(object -> new Found(object, rest));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private List<StoredObject> objects(String prefix) throws SnowflakeException {
    try {
      return store.list(bucket, base + prefix);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// Storage that fails.
  SnowflakeException failed(IOException cause) {
    if (cause instanceof RoleException) {
      return Errors.compilation(
          "003167", "42601", "Error assuming AWS_ROLE:\n" + cause.getMessage());
    }
    return new SnowflakeException(
        "091003",
        "58030",
        "Failure using stage area. Cause: [" + written + ": " + cause.getMessage() + "]");
  }
}
