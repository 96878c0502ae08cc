package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.load.PipeFiles;
import dev.landfall.sandbox.snowflake.load.PipeHistory;
import dev.landfall.sandbox.snowflake.load.PipeHistory.Entry;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A pipe as a call of Snowpipe's REST API sees it (Snowflake, "Snowpipe REST API"). For one call
/// and one thread.
public final class PipeCall {
  /// How long a report has a file.
  private static final Duration REPORTED = Duration.ofMinutes(10);

  /// How many files a report has.
  private static final int MOST = 10_000;

  private static final String MISSING = "The file was not found in the stage.";

  private final OpenAccount account;
  private final Access access;
  private final Entity pipe;

  PipeCall(OpenAccount account, Access access, Entity pipe) {
    this.account = account;
    this.access = access;
    this.pipe = pipe;
  }

  /// What a report says of a file.
  ///
  /// @param path behind the location of the pipe's statement
  /// @param loading empty when it was not there, or could not be loaded
  /// @param failure why it was not loaded, if that is no error of its own
  public record File(
      String path,
      String stageLocation,
      Instant received,
      Optional<Entry> loading,
      Optional<String> failure) {}

  /// @param pipe its whole name
  /// @param complete whether no file is left out
  /// @param until when the time ends that it is about, exclusive
  /// @param mark where the next report goes on
  public record Report(String pipe, boolean complete, Instant until, long mark, List<File> files) {}

  /// Tells the pipe of files. When it runs they are loaded when this returns, or reports say why
  /// not.
  public PipeFiles.Sorted tell(List<String> paths) throws SnowflakeException, IOException {
    try {
      return account.pipes().send(pipe, paths);
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  /// The files of which the pipe was told by [#tell], and which it has dealt with lately.
  ///
  /// @param mark of an earlier report, behind which this one goes on
  /// @param within how old files may be that are reported
  public Report recent(Optional<Long> mark, Optional<Duration> within)
      throws SnowflakeException, IOException {
    var until = until();
    var since = until.minus(REPORTED);
    var oldest =
        within.filter(time -> time.compareTo(REPORTED) < 0).map(until::minus).orElse(since);
    try {
      var place = account.pipes().place(pipe);
      var sent = account.pipes().sent(pipe.id());
      var loaded = entries(since, until, MOST + 1);
      long last = mark.orElse(-1L);
      boolean missed =
          loaded.size() > MOST
              || (mark.isPresent()
                  && entries(Instant.EPOCH, since, 1).stream().anyMatch(e -> e.number() > last));
      var files = new ArrayList<File>();
      var known = new HashSet<String>();
      long next = last;
      for (var entry : loaded.subList(Math.max(0, loaded.size() - MOST), loaded.size())) {
        var told = sent.get(entry.unique());
        if (told != null && !entry.at().isBefore(told.at())) {
          known.add(entry.unique());
          if (entry.number() > last && !entry.at().isBefore(oldest)) {
            files.add(file(place, told.at(), entry));
          }
        }
        next = Math.max(next, entry.number());
      }
      files.addAll(unloaded(place, sent, oldest, known));
      account
          .pipes()
          .forget(
              pipe.id(),
              each -> each.at().isBefore(since) && !known.contains(each.file().unique()));
      return new Report(name(), !missed, until, next, files);
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  /// Just after now, so that what happens now is within.
  private Instant until() {
    return account.clock().instant().plusMillis(1);
  }

  /// Files that neither wait nor were loaded.
  private List<File> unloaded(
      PipeFiles.Place place, Map<String, PipeLoads.Sent> sent, Instant since, Set<String> loaded) {
    return sent.values().stream()
        .filter(each -> !each.at().isBefore(since))
        .filter(each -> !loaded.contains(each.file().unique()))
        .filter(each -> !account.pipes().waits(pipe.id(), each))
        .map(each ->
            new File(
                each.file().path(),
                place.shown(),
                each.at(),
                Optional.empty(),
                Optional.of(account.pipes().error(pipe.id()).orElse(MISSING))))
        .toList();
  }

  /// The files that the pipe has loaded in a time, whoever told it of them.
  ///
  /// @param until exclusive
  public Report between(Instant from, Optional<Instant> until)
      throws SnowflakeException, IOException {
    try {
      var place = account.pipes().place(pipe);
      var sent = account.pipes().sent(pipe.id());
      var end = until.orElseGet(this::until);
      var loaded = entries(from, end, MOST + 1);
      var files = new ArrayList<File>();
      for (var entry : loaded.subList(Math.max(0, loaded.size() - MOST), loaded.size())) {
        var told = sent.get(entry.unique());
        files.add(file(place, told == null ? entry.at() : told.at(), entry));
      }
      return new Report(name(), loaded.size() <= MOST, end, -1, files);
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private List<Entry> entries(Instant from, Instant until, int most)
      throws SnowflakeException, SQLException {
    try (var connection = account.database().connect()) {
      return Duck.query(
          connection,
          PipeHistory.query(pipe.id(), from, until, most),
          new Cancellation(),
          PipeHistory::read);
    }
  }

  private static File file(PipeFiles.Place place, Instant received, Entry entry) {
    var unique = entry.unique();
    return new File(
        unique.startsWith(place.unique()) ? unique.substring(place.unique().length()) : unique,
        place.shown(),
        received,
        Optional.of(entry),
        Optional.empty());
  }

  private String name() {
    var catalogue = access.directory();
    return String.join(
        ".",
        catalogue.databaseOf(pipe).name().value(),
        catalogue.schemaOf(pipe).name().value(),
        pipe.name().value());
  }
}
