package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.load.CopyOptions.Validation;
import dev.landfall.sandbox.snowflake.load.LoadHistory.Loaded;
import dev.landfall.sandbox.snowflake.load.Located.Found;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.query.Binds;
import dev.landfall.sandbox.snowflake.query.Dml;
import dev.landfall.sandbox.snowflake.query.QueryCompiler;
import dev.landfall.sandbox.snowflake.query.Relation;
import dev.landfall.sandbox.snowflake.sql.FileStatement;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// COPY INTO a table whose files have been read: what is left to be done in the account's database,
/// in one transaction, and the answer. For one thread.
public final class TableCopy implements AutoCloseable {
  /// What no object is named.
  private static final Name ROWS = new Name("~rows");

  private final RowTable rows;
  private final Optional<Dml> insert;
  private final List<String> history;
  private final Result result;
  private final Relation.Table target;
  private final Optional<Purge> purge;

  private record Purge(Located location, List<Loaded> files) {}

  private TableCopy(
      RowTable rows,
      Optional<Dml> insert,
      List<String> history,
      Result result,
      Relation.Table target,
      Optional<Purge> purge) {
    this.rows = rows;
    this.insert = insert;
    this.history = history;
    this.result = result;
    this.target = target;
    this.purge = purge;
  }

  /// Reads the files. Nothing in the account has changed when this returns.
  ///
  /// @throws SnowflakeException when the statement is refused, or a file has errors that end it
  public static TableCopy prepare(
      FileStatement.CopyIntoTable statement, Ingest ingest, LoadContext context)
      throws SnowflakeException, SQLException {
    var table = context.relations().target(statement.table(), "INSERT");
    var entity =
        context
            .access()
            .find(Kind.TABLE, statement.table(), "COPY")
            .orElseThrow(() -> Errors.doesNotExist("Table", statement.table().sql()));
    var source = CopySource.of(statement, context, ingest.onError());
    var target = Target.of(table, entity.id(), statement.columns());
    var now = context.ambient().now();
    var chosen = Chosen.of(source, target, ingest, now, context);
    var rows = RowTable.create(context.files().scratch(), target);
    boolean done = false;
    try {
      var copy = run(source, target, chosen, ingest, rows, now, context);
      done = true;
      return copy;
    } finally {
      if (!done) {
        rows.close();
      }
    }
  }

  /// Which files are read.
  ///
  /// @param skipped those that FILES names and that were loaded before, as the answer calls them
  private record Chosen(List<Found> files, List<String> skipped) {
    static Chosen of(
        CopySource source, Target target, Ingest ingest, Instant now, LoadContext context)
        throws SnowflakeException, SQLException {
      var options = source.options();
      var history = LoadHistory.read(context, target.id(), ingest.pipe());
      var files = new ArrayList<Found>();
      var skipped = new ArrayList<String>();
      boolean every =
          options.force() || options.validation().filter(Chosen::regardless).isPresent();
      long size = 0;
      for (var file : candidates(source, ingest)) {
        var unique = source.location().unique(file.path());
        boolean loaded =
            !every
                && (ingest.byName()
                    ? history.loadedSince(unique, now.minus(Ingest.REMEMBERED))
                    : history.loaded(unique, file, now, options.uncertain()));
        if (loaded) {
          if (options.files().isPresent()) {
            skipped.add(source.location().listed(file.path()));
          }
          continue;
        }
        if (options.sizeLimit().isPresent()
            && size >= options.sizeLimit().getAsLong()
            && !files.isEmpty()) {
          break;
        }
        size += file.object().size();
        files.add(file);
      }
      return new Chosen(files, skipped);
    }

    /// Looking at files does not load them: only RETURN_ERRORS leaves out those loaded before.
    private static boolean regardless(Validation validation) {
      return !(validation instanceof Validation.Errors(var all)) || all;
    }

    private static List<Found> candidates(CopySource source, Ingest ingest)
        throws SnowflakeException {
      var options = source.options();
      if (options.files().isEmpty()) {
        return ingest.keys().isPresent()
            ? source.location().those(ingest.keys().get(), options.pattern())
            : source.location().list(options.pattern());
      }
      if (options.pattern().isPresent()) {
        throw Errors.notSupported("COPY INTO … FILES together with PATTERN");
      }
      var found = new ArrayList<Found>();
      for (var name : options.files().get()) {
        var file = source.location().find(name);
        if (file.isEmpty()) {
          throw missing(source.location().listed(source.location().path() + name));
        }
        found.add(file.get());
      }
      return found;
    }
  }

  static SnowflakeException missing(String file) {
    return new SnowflakeException(
        "091016",
        "22000",
        "Remote file '"
            + file
            + "' was not found. There are several potential causes. The file might not exist. The"
            + " required credentials may be missing or invalid. If you are running a copy command,"
            + " please make sure files are not deleted when they are being loaded or files are not"
            + " being loaded into two different tables concurrently with auto purge option.");
  }

  private static TableCopy run(
      CopySource source,
      Target target,
      Chosen chosen,
      Ingest ingest,
      RowTable rows,
      Instant now,
      LoadContext context)
      throws SnowflakeException, SQLException {
    var options = source.options();
    var collecting = options.validation().filter(Validation.Errors.class::isInstance).isPresent();
    long wanted =
        options.validation().orElse(null) instanceof Validation.Rows(var count)
            ? count
            : Long.MAX_VALUE;
    var loaded = new ArrayList<Loaded>();
    var errors = new ArrayList<LoadError>();
    try (var loader = Loader.of(source, target, rows, wanted, context)) {
      int number = 0;
      for (var file : chosen.files()) {
        context.check();
        var tally = new Tally(onError(options), collecting, ingest.pipe() != 0);
        var input =
            new FileLoader.Input(
                number++,
                source.location().loaded(file.path()),
                file,
                source.location().store(),
                source.location().bucket(),
                now);
        load(loader, input, tally, source.location());
        errors.addAll(tally.all());
        loaded.add(loaded(source.location(), file, tally));
        if (tally.skipped()) {
          rows.forget(input.number());
        }
      }
    }
    rows.flush();
    if (options.validation().isPresent()) {
      var answer =
          collecting
              ? CopyAnswer.errors(errors)
              : new Result(
                  StatementKind.COPY,
                  target.columns().stream()
                      .map(c ->
                          new ResultColumn(
                              c.column().name().value(), c.column().type(), c.column().nullable()))
                      .toList(),
                  rows.first(wanted, context));
      return new TableCopy(
          rows, Optional.empty(), List.of(), answer, target.table(), Optional.empty());
    }
    if (loaded.isEmpty() && chosen.skipped().isEmpty()) {
      return new TableCopy(
          rows,
          Optional.empty(),
          List.of(),
          CopyAnswer.nothing(),
          target.table(),
          Optional.empty());
    }
    Optional<Dml> insert = Optional.empty();
    if (loaded.stream().anyMatch(file -> file.rows() > 0)) {
      insert = Optional.of(insert(rows, context));
    }
    return new TableCopy(
        rows,
        insert,
        LoadHistory.record(target.id(), ingest.pipe(), loaded, now),
        CopyAnswer.files(loaded, chosen.skipped(), options.failedOnly()),
        target.table(),
        options.purge() ? Optional.of(new Purge(source.location(), loaded)) : Optional.empty());
  }

  /// Looking for rows ends at the first error, whatever ON_ERROR says.
  private static OnError onError(CopyOptions options) {
    return options.validation().orElse(null) instanceof Validation.Rows
        ? new OnError.Abort()
        : options.onError();
  }

  private static void load(FileLoader loader, FileLoader.Input input, Tally tally, Located location)
      throws SnowflakeException, SQLException {
    try {
      loader.load(input, tally);
    } catch (FileNotFoundException e) {
      throw missing(location.listed(input.found().path()));
    } catch (IOException e) {
      throw location.failed(e);
    }
  }

  private static Loaded loaded(Located location, Found file, Tally tally) {
    return new Loaded(
        file,
        location.listed(file.path()),
        location.unique(file.path()),
        location.written(),
        tally.status(),
        tally.parsed(),
        tally.loaded(),
        tally.errors(),
        tally.limit(),
        tally.first());
  }

  private static Dml insert(RowTable rows, LoadContext context)
      throws SnowflakeException, SQLException {
    var dml =
        QueryCompiler.dml(
            rows.insert(ROWS),
            new SourceRelations(context.relations(), ROWS, rows.relation(context.replayed())),
            context.ambient(),
            Binds.NONE);
    return new Dml(StatementKind.COPY, dml.steps(), dml.columns(), 0);
  }

  /// Puts the rows into the table; empty when there are none.
  public Optional<Dml> insert() {
    return insert;
  }

  /// The DuckDB statements that write down what was loaded.
  public List<String> history() {
    return history;
  }

  public Result result() {
    return result;
  }

  public Relation.Table target() {
    return target;
  }

  /// Deletes the files that were loaded if PURGE asks for it. To be called after the commit; a file
  /// that cannot be deleted stays (Snowflake, "COPY INTO table", PURGE).
  public void purge() {
    if (purge.isEmpty()) {
      return;
    }
    var location = purge.get().location();
    for (var file : purge.get().files()) {
      if (file.status() == Tally.Status.LOADED) {
        try {
          location.store().delete(location.bucket(), file.found().object().key());
        } catch (IOException e) {
          // No error of the statement's: its rows are loaded.
        }
      }
    }
  }

  @Override
  public void close() throws SQLException {
    rows.close();
  }
}
