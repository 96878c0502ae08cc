package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.FileStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
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

  /// The files that a pipe's statement would load.
  ///
  /// @return by their keys the names that the answer of REFRESH gives them
  public static Map<String, String> candidates(
      FileStatement.CopyIntoTable copy, long pipe, Filter filter, LoadContext context)
      throws SnowflakeException, SQLException {
    var source = CopySource.of(copy, context, Ingest.PIPE_ON_ERROR);
    var location = source.location();
    var _ = context.relations().target(copy.table(), "INSERT");
    var entity =
        context
            .access()
            .object(dev.landfall.sandbox.snowflake.catalog.Kind.TABLE, copy.table(), "COPY");
    var history = LoadHistory.read(context, entity.id(), pipe);
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
