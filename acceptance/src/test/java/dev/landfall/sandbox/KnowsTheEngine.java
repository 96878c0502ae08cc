package dev.landfall.sandbox;

import dev.landfall.engine.event.Status;

/// Breaks the rule that the sandbox knows nothing of the rest.
public final class KnowsTheEngine {
  private KnowsTheEngine() {}

  static boolean isOver(Status status) {
    return status.isFinal();
  }
}
