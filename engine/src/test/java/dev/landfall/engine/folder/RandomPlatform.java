package dev.landfall.engine.folder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/// Components that need each other and read each other's outputs, without a cycle, in an order of
/// the file that says nothing. The same ones for the same seed.
public record RandomPlatform(
    List<String> names, Map<String, List<String>> needs, Map<String, List<String>> reads) {

  /// Makes between 1 and 12 components.
  public static RandomPlatform of(long seed) {
    var random = new Random(seed);
    var names = new ArrayList<String>();
    var needs = new LinkedHashMap<String, List<String>>();
    var reads = new LinkedHashMap<String, List<String>>();
    var size = 1 + random.nextInt(12);
    for (var i = 0; i < size; i++) {
      needs.put("c" + i, some(names, random));
      reads.put("c" + i, some(names, random));
      names.add("c" + i);
    }
    Collections.shuffle(names, random);
    return new RandomPlatform(names, needs, reads);
  }

  private static List<String> some(List<String> names, Random random) {
    var some = new TreeSet<String>();
    for (var i = random.nextInt(3); i > 0 && !names.isEmpty(); i--) {
      some.add(names.get(random.nextInt(names.size())));
    }
    return List.copyOf(some);
  }

  /// Everything a component comes right after.
  public List<String> upstream(String name) {
    var all = new TreeSet<>(needs.getOrDefault(name, List.of()));
    all.addAll(reads.getOrDefault(name, List.of()));
    return List.copyOf(all);
  }

  /// As they stand in a blueprint.
  public String components() {
    var text = new StringBuilder();
    for (var name : names) {
      text.append(name).append(":\n  uses: folder\n");
      text.append("  needs: ").append(needs.get(name)).append('\n');
      text.append("  with:\n    folder: \"${region.root}/").append(name).append("\"\n");
      text.append("    entries:\n      own: of ").append(name).append('\n');
      for (var read : reads.getOrDefault(name, List.of())) {
        text.append("      from-").append(read).append(": \"${").append(read).append(".stamp}\"\n");
      }
    }
    return text.toString();
  }
}
