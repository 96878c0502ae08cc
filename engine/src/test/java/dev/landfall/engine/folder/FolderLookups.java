package dev.landfall.engine.folder;

import dev.landfall.engine.plan.Lookups;
import dev.landfall.spi.Context;
import dev.landfall.spi.Outputs;
import dev.landfall.spi.Target;
import dev.landfall.spi.TestContext;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What a planner of a test knows of the targets.
///
/// @param last what components last put out, by name
public record FolderLookups(Path cache, Map<String, Outputs> last) implements Lookups {
  @Override
  public Context context(Target target, String component) {
    return TestContext.looking(cache);
  }

  @Override
  public Optional<Outputs> lastOutputs(Target target, String component) {
    return Optional.ofNullable(last.get(component));
  }

  @Override
  public boolean isThere(Target target, String component) {
    return last.containsKey(component);
  }
}
