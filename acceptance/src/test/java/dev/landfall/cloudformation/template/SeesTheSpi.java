package dev.landfall.cloudformation.template;

import dev.landfall.spi.Target;

/// Breaks the rule that templates know nothing of the rest.
public final class SeesTheSpi {
  private SeesTheSpi() {}

  static String region(Target target) {
    return target.region();
  }
}
