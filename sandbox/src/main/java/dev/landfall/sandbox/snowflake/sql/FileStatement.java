package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import java.util.List;
import java.util.Optional;

/// Loading, unloading, and the files of stages.
public sealed interface FileStatement extends Statement {
  /// @param columns none for all of them, in order
  /// @param options such as `FILES`, `PATTERN`, `FILE_FORMAT`, `ON_ERROR`, `VALIDATION_MODE`
  record CopyIntoTable(
      QualifiedName table, List<Name> columns, Source source, Options options, Span text)
      implements FileStatement {
    public CopyIntoTable {
      columns = List.copyOf(columns);
    }
  }

  /// What a table is loaded from.
  sealed interface Source {
    record Files(FileLocation location) implements Source {}

    /// A query that transforms what is loaded.
    ///
    /// @param query without its parentheses
    /// @param locations the stages it reads, as they stand in it
    record Transformation(Span query, List<FileLocation> locations) implements Source {
      public Transformation {
        locations = List.copyOf(locations);
      }
    }
  }

  /// @param options such as `FILE_FORMAT`, `OVERWRITE`, `SINGLE`, `HEADER`, `MAX_FILE_SIZE`
  record CopyIntoLocation(
      FileLocation location, Unloaded source, Optional<Span> partitionBy, Options options)
      implements FileStatement {}

  /// What is unloaded.
  sealed interface Unloaded {
    record Table(QualifiedName table) implements Unloaded {}

    /// @param query without its parentheses
    record Query(Span query) implements Unloaded {}
  }

  /// COPY FILES INTO
  record CopyFiles(FileLocation target, FileLocation source, Options options)
      implements FileStatement {}

  /// @param file an address such as `file:///tmp/data*.csv`
  /// @param options `PARALLEL`, `AUTO_COMPRESS`, `SOURCE_COMPRESSION`, `OVERWRITE`
  record Put(String file, FileLocation target, Options options) implements FileStatement {}

  /// @param directory an address such as `file:///tmp/data/`
  /// @param options `PARALLEL`, `PATTERN`
  record Get(FileLocation source, String directory, Options options) implements FileStatement {}

  /// LIST or LS
  record ListFiles(FileLocation location, Optional<String> pattern) implements FileStatement {}

  /// REMOVE or RM
  record RemoveFiles(FileLocation location, Optional<String> pattern) implements FileStatement {}
}
