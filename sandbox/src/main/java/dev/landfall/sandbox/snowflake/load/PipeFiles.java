package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.FileStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which files are a pipe's.
public final class PipeFiles {
  /// How old files may be that REFRESH loads (Snowflake, "ALTER PIPE", REFRESH).
  public static final Duration REFRESHED = Duration.ofDays(7);

  private PipeFiles() {}

  /// What REFRESH asks for.
  ///
  /// @param prefix how the files' paths go on behind that of the pipe's statement
  public record Filter(Optional<String> prefix, Instant modifiedAfter) {}

  /// Whether a file lies in an external stage.
  public static boolean within(Body.Stage stage, String scheme, String bucket, String key) {
    return stage
        .url()
        .filter(url -> {
          var start = url.endsWith("/") ? url : url + "/";
          return (scheme + "://" + bucket + "/" + key).startsWith(start);
        })
        .isPresent();
  }

  /// Where a pipe's files lie.
  ///
  /// @param unique how their names in the load history begin
  /// @param shown as reports call it: the address of an external stage, or the id of an internal
  ///   one
  public record Place(String unique, String shown) {
    static Place of(Located location) {
      var unique = location.unique(location.path());
      boolean external = location.stage().filter(stage -> stage.url().isPresent()).isPresent();
      return new Place(unique, external ? location.listed(location.path()) : unique);
    }
  }

  /// A file that a pipe is told of.
  ///
  /// @param path behind the location of the pipe's statement
  /// @param key in its store
  /// @param unique its name in the load history
  public record Told(String path, String key, String unique) {}

  /// What becomes of files that a pipe is told of.
  ///
  /// @param wanted are to be loaded
  /// @param unmatched the paths that do not fit the PATTERN of the pipe's statement
  /// @param loaded the paths of those that the pipe has loaded before
  public record Sorted(List<Told> wanted, List<String> unmatched, List<String> loaded) {}

  public static Place place(FileStatement.CopyIntoTable copy, LoadContext context)
      throws SnowflakeException {
    return Place.of(CopySource.of(copy, context, Ingest.PIPE_ON_ERROR).location());
  }

  /// Sorts files that a pipe is told of, whether they are there or not.
  public static Sorted sort(
      FileStatement.CopyIntoTable copy, long pipe, List<String> paths, LoadContext context)
      throws SnowflakeException, SQLException {
    var source = CopySource.of(copy, context, Ingest.PIPE_ON_ERROR);
    var location = source.location();
    var history = history(copy, pipe, context);
    var since = context.ambient().now().minus(Ingest.REMEMBERED);
    var sorted = new Sorted(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (var path : paths) {
      var rest = location.path() + path;
      var unique = location.unique(rest);
      if (!location.fits(rest, source.options().pattern())) {
        sorted.unmatched().add(path);
      } else if (history.loadedSince(unique, since)) {
        sorted.loaded().add(path);
      } else {
        sorted.wanted().add(new Told(path, location.base() + rest, unique));
      }
    }
    return sorted;
  }

  private static LoadHistory history(
      FileStatement.CopyIntoTable copy, long pipe, LoadContext context)
      throws SnowflakeException, SQLException {
    var _ = context.relations().target(copy.table(), "INSERT");
    var table = context.access().object(Kind.TABLE, copy.table(), "COPY");
    return LoadHistory.read(context, table.id(), pipe);
  }

  /// The files that a pipe's statement would load.
  ///
  /// @return by their keys the names that the answer of REFRESH gives them
  public static Map<String, String> candidates(
      FileStatement.CopyIntoTable copy, long pipe, Filter filter, LoadContext context)
      throws SnowflakeException, SQLException {
    var source = CopySource.of(copy, context, Ingest.PIPE_ON_ERROR);
    var location = source.location();
    var history = history(copy, pipe, context);
    var since = context.ambient().now().minus(Ingest.REMEMBERED);
    var found = new LinkedHashMap<String, String>();
    for (var file : location.list(source.options().pattern())) {
      var rest = file.path().substring(location.path().length());
      if (rest.startsWith(filter.prefix().orElse(""))
          && !file.object().modified().isBefore(filter.modifiedAfter())
          && !history.loadedSince(location.unique(file.path()), since)) {
        found.put(file.object().key(), rest);
      }
    }
    return found;
  }
}
