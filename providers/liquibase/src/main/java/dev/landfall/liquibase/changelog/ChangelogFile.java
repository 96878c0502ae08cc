package dev.landfall.liquibase.changelog;

import dev.landfall.liquibase.changelog.ChangelogCache.Entry;
import dev.landfall.liquibase.changelog.ChangelogReader.Result;
import dev.landfall.liquibase.changelog.Changeset.Rollback;
import dev.landfall.liquibase.changelog.Changeset.Statement;
import dev.landfall.liquibase.changelog.Preconditions.And;
import dev.landfall.liquibase.changelog.Preconditions.Check;
import dev.landfall.liquibase.changelog.Preconditions.Named;
import dev.landfall.liquibase.changelog.Preconditions.Not;
import dev.landfall.liquibase.changelog.Preconditions.Or;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Problem.Location;
import dev.landfall.spi.Problem.Severity;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// A reading as a file. Complete or not at all: what does not end with the mark is not read.
final class ChangelogFile {
  private static final int MARK = 0x4c414e44;
  private static final int LARGEST_TEXT = 64 << 20;

  private ChangelogFile() {}

  private interface Writer<T> {
    void write(T value) throws IOException;
  }

  private interface Reader<T> {
    T read() throws IOException;
  }

  static void write(Path file, Entry entry) throws IOException {
    try (var out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
      new Out(out).entry(entry);
      out.writeInt(MARK);
    }
  }

  /// What the file holds; nothing when another version or a dying process wrote it.
  static Optional<Entry> read(Path file) throws IOException {
    try (var in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      var entry = new In(in).entry();
      return in.readInt() == MARK && in.read() < 0 ? Optional.of(entry) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private record Out(DataOutputStream out) {
    void entry(Entry entry) throws IOException {
      if (!(entry.result().reading() instanceof Reading.Read(var changelog, var problems))) {
        throw new IllegalArgumentException("only what could be read is kept");
      }
      out.writeInt(MARK);
      out.writeInt(ChangelogReader.FORMAT);
      text(entry.target());
      out.writeBoolean(entry.result().filtered());
      map(entry.result().used());
      list(problems, this::problem);
      text(changelog.fingerprint());
      list(changelog.preconditions(), this::preconditions);
      list(changelog.changesets(), this::changeset);
    }

    private void changeset(Changeset c) throws IOException {
      text(c.id());
      text(c.author());
      text(c.path());
      text(c.file());
      out.writeInt(c.line());
      text(c.checksum());
      list(c.validCheckSums(), this::text);
      text(c.contexts());
      list(c.contextFilters(), this::text);
      text(c.labels());
      text(c.dbms());
      out.writeBoolean(c.runOnChange());
      out.writeBoolean(c.runAlways());
      out.writeBoolean(c.runInTransaction());
      out.writeBoolean(c.failOnError());
      text(c.runOrder());
      text(c.onValidationFail());
      out.writeBoolean(c.ignored());
      optional(c.preconditions(), this::preconditions);
      text(c.description());
      text(c.comments());
      optional(c.tag(), this::text);
      list(c.statements(), this::statement);
      optional(c.rollback(), this::rollback);
      optional(c.liquibaseOnly(), this::text);
    }

    private void statement(Statement statement) throws IOException {
      text(statement.sql());
      out.writeInt(statement.line());
    }

    private void rollback(Rollback rollback) throws IOException {
      list(rollback.statements(), this::statement);
      optional(rollback.liquibaseOnly(), this::text);
    }

    private void preconditions(Preconditions p) throws IOException {
      text(p.onFail());
      text(p.onError());
      text(p.onFailMessage());
      text(p.onErrorMessage());
      list(p.all(), this::check);
    }

    private void check(Check check) throws IOException {
      switch (check) {
        case And(var checks) -> group('a', checks);
        case Or(var checks) -> group('o', checks);
        case Not(var checks) -> group('n', checks);
        case Named(var name, var attributes) -> {
          out.writeChar('c');
          text(name);
          map(attributes);
        }
      }
    }

    private void group(char kind, List<Check> checks) throws IOException {
      out.writeChar(kind);
      list(checks, this::check);
    }

    private void problem(Problem problem) throws IOException {
      text(problem.severity().name());
      text(problem.location().file());
      out.writeInt(problem.location().line());
      out.writeInt(problem.location().column());
      text(problem.summary());
      text(problem.detail());
    }

    private void text(String text) throws IOException {
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }

    private <T> void list(Collection<T> values, Writer<T> writer) throws IOException {
      out.writeInt(values.size());
      for (var value : values) {
        writer.write(value);
      }
    }

    private <T> void optional(Optional<T> value, Writer<T> writer) throws IOException {
      out.writeBoolean(value.isPresent());
      if (value.isPresent()) {
        writer.write(value.get());
      }
    }

    private void map(Map<String, String> map) throws IOException {
      out.writeInt(map.size());
      for (var entry : map.entrySet()) {
        text(entry.getKey());
        text(entry.getValue());
      }
    }
  }

  private record In(DataInputStream in) {
    Entry entry() throws IOException {
      if (in.readInt() != MARK || in.readInt() != ChangelogReader.FORMAT) {
        throw new IOException("another format");
      }
      var target = text();
      var filtered = in.readBoolean();
      var used = map();
      var problems = list(this::problem);
      var fingerprint = text();
      var preconditions = list(this::preconditions);
      var changelog = new Changelog(fingerprint, preconditions, list(this::changeset));
      return new Entry(new Result(new Reading.Read(changelog, problems), used, filtered), target);
    }

    private Changeset changeset() throws IOException {
      return new Changeset(
          text(),
          text(),
          text(),
          text(),
          in.readInt(),
          text(),
          new TreeSet<>(list(this::text)),
          text(),
          list(this::text),
          text(),
          text(),
          in.readBoolean(),
          in.readBoolean(),
          in.readBoolean(),
          in.readBoolean(),
          text(),
          text(),
          in.readBoolean(),
          optional(this::preconditions),
          text(),
          text(),
          optional(this::text),
          list(this::statement),
          optional(this::rollback),
          optional(this::text));
    }

    private Statement statement() throws IOException {
      return new Statement(text(), in.readInt());
    }

    private Rollback rollback() throws IOException {
      return new Rollback(list(this::statement), optional(this::text));
    }

    private Preconditions preconditions() throws IOException {
      return new Preconditions(text(), text(), text(), text(), list(this::check));
    }

    private Check check() throws IOException {
      return switch (in.readChar()) {
        case 'a' -> new And(list(this::check));
        case 'o' -> new Or(list(this::check));
        case 'n' -> new Not(list(this::check));
        case 'c' -> new Named(text(), map());
        default -> throw new IOException("another format");
      };
    }

    private Problem problem() throws IOException {
      return new Problem(
          Severity.valueOf(text()),
          new Location(text(), in.readInt(), in.readInt()),
          text(),
          text());
    }

    private String text() throws IOException {
      var length = in.readInt();
      if (length < 0 || length > LARGEST_TEXT) {
        throw new IOException("not a text");
      }
      var bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new IOException("cut off");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }

    private <T> List<T> list(Reader<T> reader) throws IOException {
      var size = in.readInt();
      var values = new ArrayList<T>();
      for (var i = 0; i < size; i++) {
        values.add(reader.read());
      }
      return values;
    }

    private <T> Optional<T> optional(Reader<T> reader) throws IOException {
      return in.readBoolean() ? Optional.of(reader.read()) : Optional.empty();
    }

    private TreeMap<String, String> map() throws IOException {
      var size = in.readInt();
      var map = new TreeMap<String, String>();
      for (var i = 0; i < size; i++) {
        map.put(text(), text());
      }
      return map;
    }
  }
}
