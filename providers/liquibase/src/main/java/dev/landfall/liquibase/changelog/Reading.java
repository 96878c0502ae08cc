package dev.landfall.liquibase.changelog;

import dev.landfall.spi.Problem;
import java.util.List;

/// What reading a changelog gave: the changelog, or why there is none.
public sealed interface Reading {
  /// It was read. Warnings may be among the problems.
  record Read(Changelog changelog, List<Problem> problems) implements Reading {}

  /// It cannot be read; at least one problem is an error.
  record Broken(List<Problem> problems) implements Reading {}
}
