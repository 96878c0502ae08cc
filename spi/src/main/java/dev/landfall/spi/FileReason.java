package dev.landfall.spi;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// Why a file cannot be used, in words: Java tells some reasons by the exception's class alone.
public final class FileReason {
  private FileReason() {}

  /// A part of a sentence, without a full stop.
  public static String of(IOException failure) {
    return switch (failure) {
      case NoSuchFileException none -> named(none, "there is no such file");
      case AccessDeniedException denied -> named(denied, "this user may not use it");
      case FileAlreadyExistsException there -> named(there, "there is a file of that name already");
      case NotDirectoryException file -> named(file, "it is not a folder");
      case DirectoryNotEmptyException full -> named(full, "it is a folder that holds something");
      case FileSystemLoopException loop -> named(loop, "its links lead back to it");
      case FileSystemException other when other.getReason() != null ->
          named(other, other.getReason());
      default ->
          failure.getMessage() == null || failure.getMessage().isBlank()
              ? "the system gives no reason"
              : failure.getMessage();
    };
  }

  private static String named(FileSystemException failure, String reason) {
    return failure.getFile() == null ? reason : reason + " (" + failure.getFile() + ")";
  }
}
