package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.QualifiedName;

/// Where files lie, as COPY, PUT, GET, LIST and REMOVE name it.
public sealed interface FileLocation {
  /// `@stage/path`
  ///
  /// @param path without the leading slash; empty for the whole stage
  record Stage(QualifiedName stage, String path) implements FileLocation {}

  /// `@%table/path`
  ///
  /// @param path without the leading slash; empty for the whole stage
  record TableStage(QualifiedName table, String path) implements FileLocation {}

  /// `@~/path`
  ///
  /// @param path without the leading slash; empty for the whole stage
  record UserStage(String path) implements FileLocation {}

  /// A bucket's own address, such as `'s3://bucket/path/'`.
  record Url(String url) implements FileLocation {}
}
