package dev.landfall.cloudformation.stack;

import dev.landfall.spi.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// Remembers which template and values left which state of a stack unchanged, so that such a stack
/// is told by one call. Threads may share it; so may processes.
final class Settled {
  /// Whether a stack is known to have nothing to do.
  boolean isKnown(Job job, LiveStack live, Context context) {
    if (job.hasSecrets()) {
      return false; // no trace of a secret is kept
    }
    try {
      return Files.readString(file(live, context)).equals(content(job, live));
    } catch (IOException e) {
      return false; // then a change set tells
    }
  }

  void remember(Job job, LiveStack live, Context context) {
    if (job.hasSecrets()) {
      return;
    }
    try {
      var file = file(live, context);
      var folder = Files.createDirectories(context.cache().resolve("settled"));
      var temporary = Files.createTempFile(folder, ".stack", ".tmp");
      Files.writeString(temporary, content(job, live));
      Files.move(
          temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // The next plan makes a change set: only time is lost.
      return;
    }
  }

  private static String content(Job job, LiveStack live) {
    return job.settled(live.id() + " " + live.changed() + " " + live.status());
  }

  private static Path file(LiveStack live, Context context) {
    return context.cache().resolve("settled").resolve(Job.digest(List.of(live.id())));
  }
}
