package dev.landfall.liquibase.changelog;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One changeset, parameters replaced and SQL generated. Immutable.
///
/// @param id its id
/// @param author its author
/// @param path the changelog file as Liquibase stores it in FILENAME (logicalFilePath when given)
/// @param file the real file, relative to the component's folder
/// @param line where the changeset begins in that file; 0 when it cannot be told
/// @param checksum what Liquibase stores in MD5SUM, such as `9:d41d…`
/// @param validCheckSums the checksums of older texts that are accepted; `ANY` accepts all
/// @param contexts what Liquibase stores in CONTEXTS; empty for none
/// @param contextFilters the context expressions that must match: those of the files that include
///   it and, last, its own; an empty one matches always
/// @param labels the labels, comma-separated; empty matches always
/// @param dbms the databases it is for, such as `postgresql, !h2`; empty for all
/// @param runOnChange run again when the checksum differs
/// @param runAlways run on every rollout
/// @param runInTransaction whether its statements and its bookkeeping commit together
/// @param failOnError whether a failing statement stops the rollout
/// @param runOrder `first`, `last` or empty
/// @param onValidationFail `HALT` or `MARK_RAN`: what to do when it is not valid; an edit of a
///   once-only changeset is refused either way
/// @param ignored whether `ignore: true` takes it out
/// @param preconditions what must hold before it runs
/// @param description what Liquibase stores in DESCRIPTION
/// @param comments what Liquibase stores in COMMENTS
/// @param tag the tag a tagDatabase change sets
/// @param statements its SQL in order; empty when `liquibaseOnly` is given
/// @param rollback its way back; empty when it has none
/// @param liquibaseOnly why it cannot be reduced to SQL and must run through liquibase-core
public record Changeset(
    String id,
    String author,
    String path,
    String file,
    int line,
    String checksum,
    Set<String> validCheckSums,
    String contexts,
    List<String> contextFilters,
    String labels,
    String dbms,
    boolean runOnChange,
    boolean runAlways,
    boolean runInTransaction,
    boolean failOnError,
    String runOrder,
    String onValidationFail,
    boolean ignored,
    Optional<Preconditions> preconditions,
    String description,
    String comments,
    Optional<String> tag,
    List<Statement> statements,
    Optional<Rollback> rollback,
    Optional<String> liquibaseOnly) {

  /// One SQL statement, ready to be sent.
  ///
  /// @param sql without its end delimiter
  /// @param line where it begins in the changeset's file; 0 when it cannot be told
  public record Statement(String sql, int line) {}

  /// The way back.
  ///
  /// @param statements in the order in which they run; empty when nothing needs to be undone
  /// @param liquibaseOnly why it cannot be reduced to SQL
  public record Rollback(List<Statement> statements, Optional<String> liquibaseOnly) {}

  /// What identifies a changeset: path, id and author.
  public record Key(String path, String id, String author) {
    /// `path::id::author`, as Liquibase writes it.
    @Override
    public String toString() {
      return path + "::" + id + "::" + author;
    }
  }

  /// What identifies it.
  public Key key() {
    return new Key(path, id, author);
  }
}
