package dev.landfall.engine.rollout;

import dev.landfall.cli.Main;
import dev.landfall.sandbox.postgresql.PostgresServer;

/// Breaks the rules that the engine knows neither the command line nor the sandbox.
public final class KnowsTheCommandLine {
  private KnowsTheCommandLine() {}

  static boolean knows(Class<?> type) {
    return type == Main.class || type == PostgresServer.class;
  }
}
