package dev.landfall.sandbox.aws.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A file with a line for each commit, in JSON. A commit is written before it is seen, in one
/// piece: a process that is killed loses no commit that it told anybody of, and a line that was
/// torn is none. When most of the file is outdated it is written anew. Threads share it.
public final class Journal implements Closeable {
  /// What rows of older versions do not have is false, or empty.
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  private static final int SMALL = 10_000;
  private static final int OUTDATED = 4;

  private final Optional<Path> file;
  private final Map<String, Table<?>> tables = new LinkedHashMap<>();
  private final Map<String, Map<String, JsonNode>> unclaimed = new LinkedHashMap<>();
  private Optional<OutputStream> out = Optional.empty();
  private long lines;
  private boolean closed;

  private Journal(Optional<Path> file) {
    this.file = file;
  }

  /// A journal that lasts as long as its process.
  public static Journal inMemory() {
    return new Journal(Optional.empty());
  }

  /// Opens a journal, and reads what is in it.
  ///
  /// @param file empty to keep nothing
  /// @throws IOException also for a file that is no journal
  public static Journal open(Optional<Path> file) throws IOException {
    var journal = new Journal(file);
    if (file.isPresent()) {
      journal.replay(file.get());
    }
    return journal;
  }

  private void replay(Path path) throws IOException {
    try (var reader = Files.newBufferedReader(path)) {
      replay(path, reader);
    } catch (NoSuchFileException e) {
      // A new home has none.
      return;
    }
  }

  private void replay(Path path, BufferedReader reader) throws IOException {
    for (var line = reader.readLine(); line != null; line = reader.readLine()) {
      JsonNode commit;
      try {
        commit = JSON.readTree(line);
      } catch (JacksonException e) {
        if (reader.readLine() == null) {
          return;
        }
        throw new IOException(path + " is damaged in its line " + (lines + 1) + ".", e);
      }
      for (var change : commit) {
        var rows =
            unclaimed.computeIfAbsent(change.path(0).asString(""), _ -> new LinkedHashMap<>());
        if (change.size() > 2) {
          rows.put(change.path(1).asString(""), change.path(2));
        } else {
          rows.remove(change.path(1).asString(""));
        }
      }
      lines++;
    }
  }

  /// A table, with the rows that the journal has for it. All are asked for before the first commit.
  public synchronized <V extends Record> Table<V> table(String name, Class<V> type) {
    var table = new Table<V>(name);
    Optional.ofNullable(unclaimed.remove(name))
        .ifPresent(rows ->
            rows.forEach((key, row) -> table.apply(key, Optional.of(JSON.treeToValue(row, type)))));
    tables.put(name, table);
    return table;
  }

  /// Does all of it or nothing.
  ///
  /// @throws UncheckedIOException when it cannot be written; then nothing has changed
  public void commit(Change<?>... changes) {
    commit(List.of(changes));
  }

  /// Does all of it or nothing.
  ///
  /// @throws UncheckedIOException when it cannot be written; then nothing has changed
  public synchronized void commit(List<? extends Change<?>> changes) {
    if (changes.isEmpty()) {
      return;
    }
    if (closed) {
      throw new IllegalStateException("The journal is closed.");
    }
    try {
      if (file.isPresent()) {
        if (out.isEmpty() || (lines > SMALL && lines > OUTDATED * rows())) {
          rewrite(file.get());
        }
        out.orElseThrow().write(line(changes));
        lines++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    changes.forEach(Change::apply);
  }

  private long rows() {
    return tables.values().stream().mapToLong(table -> table.rows().size()).sum();
  }

  /// Also the first time: a torn line must not be gone on with.
  private void rewrite(Path path) throws IOException {
    closeFile();
    var fresh = path.resolveSibling(path.getFileName() + ".new");
    Files.createDirectories(path.toAbsolutePath().getParent());
    lines = 0;
    try (var writer = new java.io.BufferedOutputStream(Files.newOutputStream(fresh))) {
      for (var table : tables.values()) {
        for (var change : all(table)) {
          writer.write(line(List.of(change)));
          lines++;
        }
      }
    }
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    out = Optional.of(Files.newOutputStream(path, StandardOpenOption.APPEND));
  }

  private static <V extends Record> List<Change<V>> all(Table<V> table) {
    var all = new ArrayList<Change<V>>();
    table.rows().forEach((key, value) -> all.add(table.put(key, value)));
    return all;
  }

  private static byte[] line(List<? extends Change<?>> changes) {
    var commit = JSON.createArrayNode();
    for (var change : changes) {
      var row = commit.addArray().add(change.table().name()).add(change.key());
      change.value().ifPresent(value -> row.add(JSON.valueToTree(value)));
    }
    return (JSON.writeValueAsString(commit) + "\n").getBytes(UTF_8);
  }

  /// Takes no further commit.
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    closeFile();
  }

  private void closeFile() throws IOException {
    if (out.isPresent()) {
      out.get().close();
      out = Optional.empty();
    }
  }
}
