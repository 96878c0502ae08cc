package dev.landfall.spi;

/// One environment in one region: the place a rollout goes to. Immutable.
///
/// @param environment the stage, such as `dev`
/// @param region the place, such as `london`
public record Target(String environment, String region) implements Comparable<Target> {
  /// Reads what [#toString] writes.
  ///
  /// @throws IllegalArgumentException when the text is not `environment/region`
  public static Target parse(String text) {
    var slash = text.indexOf('/');
    if (slash <= 0 || slash == text.length() - 1) {
      throw new IllegalArgumentException("not environment/region: " + text);
    }
    return new Target(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public int compareTo(Target other) {
    var byEnvironment = environment.compareTo(other.environment);
    return byEnvironment != 0 ? byEnvironment : region.compareTo(other.region);
  }

  /// `environment/region`, as it is written in tables, messages and URLs.
  @Override
  public String toString() {
    return environment + "/" + region;
  }
}
