package dev.landfall.cli;

import java.io.Console;
import java.util.Optional;

/// The terminal people sit at.
final class Terminal {
  private Terminal() {}

  /// The terminal; nothing when standard input or output is a file or a pipe.
  static Optional<Console> find() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }
}
