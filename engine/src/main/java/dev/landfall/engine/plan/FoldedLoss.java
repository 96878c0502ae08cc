package dev.landfall.engine.plan;

import dev.landfall.spi.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Data that is destroyed by the same statement in several targets. Immutable.
///
/// @param what the statement or property, in one line
/// @param extents how much each target loses, in the order of the targets
public record FoldedLoss(String what, Map<Target, String> extents) {
  private static final Pattern COUNTED = Pattern.compile("(\\d{1,3}(?:[,.]?\\d{3})*) (\\p{L}+)");
  private static final String UNKNOWN = "an unknown number of ";

  /// More numbers, or more regions with the same one, are summed up.
  private static final int MOST = 3;

  /// Copies the map.
  public FoldedLoss {
    extents = Collections.unmodifiableMap(new LinkedHashMap<>(extents));
  }

  /// How much is lost in all targets together, in one short phrase: `1,204 rows in sydney, 88 in
  /// london; unknown in singapore`. The most comes first.
  public String extent() {
    var first = extents.values().iterator().next();
    if (extents.values().stream().allMatch(first::equals)) {
      return extents.size() == 1 ? first : first + " in each";
    }
    var counted = new TreeMap<Long, List<String>>(Comparator.reverseOrder());
    var others = new LinkedHashMap<String, List<String>>();
    var units = new HashMap<Long, String>();
    for (var entry : extents.entrySet()) {
      var region = entry.getKey().region();
      var number = COUNTED.matcher(entry.getValue());
      if (number.matches()) {
        var rows = Long.parseLong(number.group(1).replaceAll("\\D", ""));
        units.put(rows, number.group(2));
        counted.computeIfAbsent(rows, key -> new ArrayList<>()).add(region);
      } else {
        var word = entry.getValue().startsWith(UNKNOWN) ? "unknown" : entry.getValue();
        others.computeIfAbsent(word, key -> new ArrayList<>()).add(region);
      }
    }
    var parts = new ArrayList<String>();
    numbers(counted, units).ifPresent(parts::add);
    others.forEach((word, regions) -> {
      if (parts.size() < MOST) {
        parts.add(word + " in " + some(regions));
      }
    });
    return String.join("; ", parts);
  }

  private static Optional<String> numbers(
      Map<Long, List<String>> counted, Map<Long, String> units) {
    var parts = new ArrayList<String>();
    var sum = 0L;
    var left = 0;
    for (var entry : counted.entrySet()) {
      var regions = entry.getValue();
      sum += entry.getKey() * regions.size();
      if (parts.size() == MOST) {
        left += regions.size();
        continue;
      }
      var number = number(entry.getKey());
      var each = regions.size() > 1 ? " each" : "";
      parts.add(
          number
              + (parts.isEmpty() ? " " + units.get(entry.getKey()) : "")
              + each
              + " in "
              + some(regions));
    }
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    var rest = left == 0 ? "" : ", fewer in " + left + " more: " + number(sum) + " in all";
    return Optional.of(String.join(", ", parts) + rest);
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String some(List<String> regions) {
    if (regions.size() > MOST) {
      return regions.size() + " regions";
    }
    return regions.size() == 1
        ? regions.getFirst()
        : String.join(", ", regions.subList(0, regions.size() - 1)) + " and " + regions.getLast();
  }
}
