package dev.landfall.sandbox.snowflake.load;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Who loads: a COPY statement, or a pipe that was told of files.
///
/// @param pipe the pipe's id; 0 for a statement
/// @param keys of the files that a pipe was told of; all when it is empty
public record Ingest(long pipe, Optional<Set<String>> keys) {
  /// A statement.
  public static final Ingest COPY = new Ingest(0, Optional.empty());

  /// How long a pipe remembers a file (Snowflake, "Introduction to Snowpipe", load history).
  static final Duration REMEMBERED = Duration.ofDays(14);

  static final String PIPE_ON_ERROR = "SKIP_FILE";

  public Ingest {
    keys = keys.map(Set::copyOf);
  }

  /// What ON_ERROR is when nothing says it.
  String onError() {
    return pipe == 0 ? "ABORT_STATEMENT" : PIPE_ON_ERROR;
  }

  /// Whether a file counts as loaded even when it has changed since.
  boolean byName() {
    return pipe != 0;
  }
}
