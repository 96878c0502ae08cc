package dev.landfall.spi;

import java.nio.file.Path;

/// The files a component is made of, at one commit. A provider reads below `root` and never writes.
///
/// @param root the absolute folder; paths in settings are relative to it and may not leave it
/// @param shownAs what people call that folder, as a prefix of the paths in messages; empty for
///   none
/// @param content a fingerprint of every file below `root`: equal content, equal fingerprint, on
///   any machine and whatever the files' timestamps. A key for caches.
public record Source(Path root, String shownAs, String content) {
  /// How a message names a file of this source.
  ///
  /// @param path relative to `root`, with `/` between its parts
  public String show(String path) {
    return shownAs.isEmpty() ? path : shownAs + "/" + path;
  }
}
