package dev.landfall.liquibase;

import dev.landfall.engine.event.Status;
import org.eclipse.jgit.lib.ObjectId;

/// Breaks the rules that a provider sees only the SPI, that only the command line prints, and that
/// only the forge knows JGit.
public final class SeesTheEngine {
  private SeesTheEngine() {}

  static void print(Status status, ObjectId commit) {
    System.out.println(status + " at " + commit);
  }
}
