package dev.landfall.engine.blueprint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Breaks the rule that the blueprint does no input or output.
public final class ReadsFiles {
  private ReadsFiles() {}

  static String read(Path file) throws IOException {
    return Files.readString(file);
  }
}
