package dev.landfall.engine.folder;

import dev.landfall.engine.blueprint.BlueprintParser;
import dev.landfall.engine.plan.World;
import dev.landfall.engine.release.Release;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Provider;
import dev.landfall.spi.Source;
import dev.landfall.spi.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Platforms whose components are folders. Each region has a folder of its own below one root,
/// `${region.root}`.
public final class FolderWorld {
  /// The file messages name.
  public static final String FILE = "landfall.yaml";

  private FolderWorld() {}

  /// A platform with one environment, `dev`.
  ///
  /// @param root where the regions' folders lie
  /// @param waves the regions
  /// @param components as they stand in the blueprint, each at the beginning of a line
  /// @param provider of the kind they use
  public static World of(
      Path root, List<List<String>> waves, String components, Provider<?> provider) {
    var regions =
        waves.stream()
            .flatMap(List::stream)
            .map(region -> "  %s: {root: \"%s\"}\n".formatted(region, root.resolve(region)))
            .collect(Collectors.joining());
    var text =
        "platform: test\ncomponents:\n%senvironments: {dev: {waves: %s}}\nregions:\n%s"
            .formatted(components.indent(2), waves, regions);
    var parsed = BlueprintParser.parse(FILE, text, List.of(provider));
    var blueprint =
        parsed
            .blueprint()
            .orElseThrow(() -> new IllegalArgumentException(parsed.problems() + "\n" + text));
    var content = Manifest.print(components);
    var pin = new Release.Pin(root.toString(), "", "", content, false);
    return new World(
        blueprint,
        new Release(new TreeMap<>(Map.of(Release.BLUEPRINT, pin))),
        Map.of(Release.BLUEPRINT, new Source(root, "", content)),
        new Goal.Latest(),
        Set.of());
  }

  /// A target of these platforms.
  public static Target target(String region) {
    return new Target("dev", region);
  }

  /// The folder of a component.
  public static Path folder(Path root, String region, String component) {
    return root.resolve(region).resolve(component);
  }

  /// A component.
  ///
  /// @param entries as a YAML mapping in braces
  public static String component(String name, String entries) {
    return "%s: {uses: folder, with: {folder: \"${region.root}/%s\", entries: %s}}\n"
        .formatted(name, name, entries);
  }
}
