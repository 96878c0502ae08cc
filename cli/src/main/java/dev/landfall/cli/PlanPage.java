package dev.landfall.cli;

import dev.landfall.cli.Console.Color;
import dev.landfall.engine.plan.ComponentPlan;
import dev.landfall.engine.plan.FoldedLoss;
import dev.landfall.engine.plan.FoldedPlan;
import dev.landfall.engine.plan.FoldedPlan.FoldedChange;
import dev.landfall.engine.plan.FoldedPlan.FoldedComponent;
import dev.landfall.engine.plan.TargetPlan;
import dev.landfall.spi.Action;
import dev.landfall.spi.Change;
import dev.landfall.spi.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The plans of any number of targets on one page: the summary first, then what destroys data, then
/// everything in order, with what is the same in several targets written once.
final class PlanPage {
  /// How many lines of a statement are shown: fewer when there are many changes, so that the page
  /// can be read.
  private static final int FEW_CHANGES = 15;

  private static final int LINES_OF_FEW = 12;
  private static final int LINES_OF_MANY = 3;
  private static final int VERY_MANY_CHANGES = 40;
  private final Console console;
  private final boolean full;

  /// @param full whether long statements are written out
  PlanPage(Console console, boolean full) {
    this.console = console;
    this.full = full;
  }

  /// The page, line by line.
  List<String> lines(List<TargetPlan> plans) {
    var folded = FoldedPlan.of(plans);
    var lines = new ArrayList<String>();
    lines.add(console.in(Color.BOLD, summary(plans)));
    var losing = losing(folded);
    if (!losing.isEmpty()) {
      lines.add("");
      lines.add(console.in(Color.RED, "Destroys data:"));
      lines.addAll(losing);
    }
    for (var component : folded.components()) {
      lines.addAll(component(component, folded.targets()));
    }
    return lines;
  }

  /// One sentence: how many targets, how many changes of which kind.
  static String summary(List<TargetPlan> plans) {
    var where =
        plans.size() == 1
            ? plans.getFirst().target().toString()
            : Text.count(plans.size(), "target");
    var changing = plans.stream().filter(plan -> !plan.isEmpty()).toList();
    if (changing.isEmpty()) {
      return where + ": nothing to change.";
    }
    var total = changing.stream().mapToLong(plan -> plan.changes().count()).sum();
    var words =
        Arrays.stream(Action.values())
            .map(action -> Map.entry(action, count(changing, action)))
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> entry.getValue() + " to " + entry.getKey().word())
            .toList();
    var losses =
        changing.stream()
            .flatMap(TargetPlan::changes)
            .filter(change -> !change.losses().isEmpty())
            .count();
    var later =
        changing.stream()
            .flatMap(plan -> plan.components().stream())
            .filter(ComponentPlan::deferred)
            .count();
    return where
        + ": "
        + Text.count(total, "change")
        + (words.isEmpty() ? "" : " (" + String.join(", ", words) + ")")
        + (plans.size() > changing.size()
            ? "; nothing to change in " + (plans.size() - changing.size())
            : "")
        + (later > 0 ? "; " + Text.count(later, "component") + " planned later" : "")
        + (losses > 0 ? "; " + losses + (losses == 1 ? " destroys data." : " destroy data.") : ".");
  }

  private static long count(List<TargetPlan> plans, Action action) {
    return plans.stream()
        .flatMap(TargetPlan::changes)
        .filter(change -> change.action() == action)
        .count();
  }

  /// What destroys data; once, even when the statements around it differ between targets.
  private List<String> losing(FoldedPlan folded) {
    record Place(String component, String address, String what) {}
    var extents = new LinkedHashMap<Place, Map<Target, String>>();
    for (var component : folded.components()) {
      for (var change : component.changes()) {
        for (var loss : change.losses()) {
          var place = new Place(component.name(), change.change().address(), loss.what());
          extents.computeIfAbsent(place, key -> new LinkedHashMap<>()).putAll(loss.extents());
        }
      }
    }
    var lines = new ArrayList<String>();
    extents.forEach((place, in) ->
        lines.add(
            "  "
                + console.in(Color.RED, "! " + place.what())
                + " — "
                + new FoldedLoss(place.what(), in).extent()
                + " ("
                + place.component()
                + " "
                + place.address()
                + where(List.copyOf(in.keySet()), folded.targets(), "; ")
                + ")"));
    return lines;
  }

  private List<String> component(FoldedComponent component, List<Target> targets) {
    var lines = new ArrayList<String>();
    lines.add("");
    var title = component.name() + " (" + component.uses() + ")";
    var nothing =
        component.changes().isEmpty()
            && component.deferred().isEmpty()
            && component.unknown().isEmpty();
    lines.add(
        nothing
            ? console.in(Color.DIM, title + ": nothing to change")
            : console.in(Color.BOLD, title));
    var alike = alike(component.changes());
    var most = linesOf(alike.size());
    for (var same : alike) {
      lines.addAll(changes(same, targets, most));
    }
    if (most == 0 && !full) {
      lines.add(console.in(Color.DIM, "  Their statements: --full, or --json."));
    }
    if (!component.deferred().isEmpty()) {
      lines.add(
          "  ? planned once its values are known" + where(component.deferred(), targets, ", "));
    }
    component.unknown().forEach((text, in) -> lines.add("  ? " + text + where(in, targets, ", ")));
    component
        .notes()
        .forEach((text, in) -> lines.add("  note: " + text + where(in, targets, ", ")));
    return lines;
  }

  private static int linesOf(int changes) {
    if (changes > VERY_MANY_CHANGES) {
      return 0;
    }
    return changes > FEW_CHANGES ? LINES_OF_MANY : LINES_OF_FEW;
  }

  /// Changes of the same thing whose statements differ between targets, such as by a parameter.
  private List<List<FoldedChange>> alike(List<FoldedChange> changes) {
    if (full) {
      return changes.stream().map(List::of).toList();
    }
    var groups = new LinkedHashMap<List<String>, List<FoldedChange>>();
    for (var folded : changes) {
      var change = folded.change();
      var key = List.of(change.action().word(), change.address(), change.summary());
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(folded);
    }
    return List.copyOf(groups.values());
  }

  private List<String> changes(List<FoldedChange> alike, List<Target> targets, int most) {
    var first = alike.getFirst();
    var change = first.change();
    var color =
        switch (change.action()) {
          case CREATE, RUN -> Color.GREEN;
          case UPDATE -> Color.YELLOW;
          case REPLACE, DELETE -> Color.RED;
        };
    var in = alike.stream().flatMap(folded -> folded.targets().stream()).toList();
    var where =
        alike.size() == 1
            ? where(in, targets, "  ")
            : "  in "
                + in.size()
                + " of "
                + targets.size()
                + ", each its own; "
                + first.targets().getFirst().region()
                + "'s:";
    var lines = new ArrayList<String>();
    lines.add(
        "  "
            + console.in(color, change.action().symbol() + " " + change.address())
            + (change.summary().isEmpty() ? "" : "  " + change.summary())
            + console.in(Color.DIM, where));
    lines.addAll(diff(change, most));
    return lines;
  }

  private List<String> diff(Change change, int most) {
    if (most == 0 && !full) {
      return List.of();
    }
    var all = change.diff().strip().lines().toList();
    var shown = full || all.size() <= most + 1 ? all : all.subList(0, most);
    var lines = new ArrayList<String>();
    shown.forEach(line -> lines.add(console.in(Color.DIM, "      " + line)));
    if (shown.size() < all.size()) {
      var rest = Text.count(all.size() - shown.size(), "more line");
      lines.add(console.in(Color.DIM, "      … " + rest + " (--full)"));
    }
    return lines;
  }

  /// `same in 11 of 12`, or which ones; nothing when there is but one target.
  private static String where(List<Target> in, List<Target> all, String before) {
    if (all.size() == 1) {
      return "";
    }
    if (in.size() == all.size()) {
      return before + "same in all " + all.size();
    }
    if (in.size() > 3) {
      return before + "same in " + in.size() + " of " + all.size() + missing(in, all);
    }
    return before + "in " + in.stream().map(Target::region).collect(Collectors.joining(", "));
  }

  private static String missing(List<Target> in, List<Target> all) {
    var missing = all.stream().filter(target -> !in.contains(target)).map(Target::region).toList();
    return missing.size() > 3 ? "" : ", not in " + Text.list(missing);
  }
}
