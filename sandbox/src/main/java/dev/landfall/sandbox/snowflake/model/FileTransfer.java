package dev.landfall.sandbox.snowflake.model;

import java.util.List;

/// What a client does after PUT or GET: it copies the files by itself, from or to a folder of the
/// server's, which therefore must be on the same machine.
public sealed interface FileTransfer {
  /// The folder that the client reads or writes.
  String folder();

  /// How many files at once.
  int parallel();

  /// PUT.
  ///
  /// @param source as the statement writes it, without `file://`
  /// @param compression of the files: `auto_detect`, `none` or such as `gzip`
  record Upload(
      String source,
      String folder,
      boolean autoCompress,
      String compression,
      boolean overwrite,
      int parallel)
      implements FileTransfer {}

  /// GET.
  ///
  /// @param files relative to the folder
  /// @param directory as the statement writes it, without `file://`
  record Download(List<String> files, String folder, String directory, int parallel)
      implements FileTransfer {
    public Download {
      files = List.copyOf(files);
    }
  }
}
