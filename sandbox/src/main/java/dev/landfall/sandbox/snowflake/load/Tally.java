package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How it goes with one file.
final class Tally {
  private final OnError onError;
  private final boolean collecting;
  private final List<LoadError> all = new ArrayList<>();
  private Optional<LoadError> first = Optional.empty();
  private final boolean pipe;
  private boolean lost;
  private long parsed;
  private long good;
  private long errors;

  /// @param collecting whether all errors are wanted and none ends the statement
  /// @param pipe whether a pipe loads
  Tally(OnError onError, boolean collecting, boolean pipe) {
    this.onError = onError;
    this.collecting = collecting;
    this.pipe = pipe;
  }

  /// Records that were read: good, bad and blank ones.
  void parsed(long records) {
    parsed += records;
  }

  void good(long rows) {
    good += rows;
  }

  /// A record that is not loaded.
  ///
  /// @throws SnowflakeException when the statement must not go on
  void bad(LoadError error) throws SnowflakeException {
    if (onError instanceof OnError.Abort && !collecting) {
      throw error.fatal();
    }
    errors++;
    if (first.isEmpty()) {
      first = Optional.of(error);
    }
    if (collecting) {
      all.add(error);
    }
  }

  /// A record of a semi-structured file that is read but cannot be loaded: ON_ERROR does not count
  /// for it. It ends a COPY; a pipe leaves out the file.
  void strict(LoadError error) throws SnowflakeException {
    if (!collecting && !pipe) {
      throw error.fatal();
    }
    lost |= !collecting;
    bad(error);
  }

  /// The file is no file of its format: nothing of it is loaded.
  void broken() {
    lost = true;
  }

  /// Whether rows of the file are not wanted any more.
  boolean hopeless() {
    return lost || (!collecting && onError.hopeless(errors));
  }

  boolean skipped() {
    return lost || onError.skips(errors, parsed);
  }

  long parsed() {
    return parsed;
  }

  long errors() {
    return errors;
  }

  /// How many rows get into the table.
  long loaded() {
    return skipped() ? 0 : good;
  }

  long limit() {
    return onError.limit(parsed);
  }

  Optional<LoadError> first() {
    return first;
  }

  List<LoadError> all() {
    return all;
  }

  /// As COPY calls it.
  Status status() {
    if (loaded() == 0 && (errors > 0 || skipped())) {
      return Status.LOAD_FAILED;
    }
    return errors == 0 ? Status.LOADED : Status.PARTIALLY_LOADED;
  }

  enum Status {
    LOADED,
    PARTIALLY_LOADED,
    LOAD_FAILED,
    LOAD_SKIPPED
  }
}
