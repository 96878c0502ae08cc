package dev.landfall.engine.release;

import java.nio.file.Path;
import java.util.Optional;

/// Finds repositories and lays out their files. Threads may share it.
public interface Repositories {
  /// The files of one folder of a repository at one state.
  ///
  /// @param pin what it is
  /// @param root the absolute folder holding exactly those files; not to be written to
  record Checkout(Release.Pin pin, Path root) {}

  /// Which state of a folder is meant.
  sealed interface Revision {
    /// The files as they lie there now, committed or not.
    record AsItLies() implements Revision {}

    /// The head of a branch; a branch of the repository itself, not of its remotes.
    record Branch(String name) implements Revision {}

    /// One commit, by its full id.
    record Commit(String id) implements Revision {}
  }

  /// Lays out a folder.
  ///
  /// @param location an absolute path to a folder (in a Git repository or not) or a repository's
  ///   URL
  /// @param revision which state
  /// @throws RepositoryException when there is no such repository, branch or commit, or it cannot
  ///   be read
  Checkout open(String location, Revision revision) throws RepositoryException;

  /// Lays out what a release pinned.
  ///
  /// @throws RepositoryException when the commit is gone, or the pin's files were never committed
  Checkout open(Release.Pin pin) throws RepositoryException;

  /// A repository that cannot be used: one sentence on what, one on what to do.
  final class RepositoryException extends Exception {
    private static final long serialVersionUID = 1L;

    /// With what it was caused by, when it was.
    public RepositoryException(String message, Optional<Throwable> cause) {
      super(message, cause.orElse(null));
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
