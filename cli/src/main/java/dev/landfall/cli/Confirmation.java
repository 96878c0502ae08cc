package dev.landfall.cli;

import dev.landfall.engine.plan.TargetPlan;
import dev.landfall.spi.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What people have named of the data that a plan would destroy. Whoever has to name it has seen
/// it: a `--yes` in a script has not.
///
/// @param names `COMPONENT/ADDRESS`, or `COMPONENT` for all of its data
record Confirmation(Set<String> names) {
  private static final int MOST = 12;

  Confirmation {
    names = Set.copyOf(names);
  }

  /// Asks for what is missing, where there is somebody to ask.
  ///
  /// @throws Failure when something is not confirmed
  void require(List<TargetPlan> plans, Console console) throws Failure {
    var missing = missing(plans);
    if (missing.isEmpty()) {
      return;
    }
    var terminal = Terminal.find();
    if (console.isJson() || terminal.isEmpty()) {
      throw refusal(missing, plans);
    }
    for (var component : missing.keySet()) {
      var answer =
          terminal
              .get()
              .readLine(
                  "%n%s", "Data of " + component + " is destroyed. Type its name to confirm: ");
      if (answer == null || !answer.strip().equals(component)) {
        throw new Failure(
            Exit.APPROVAL_NEEDED, component + " was not confirmed.", "Nothing was changed.");
      }
    }
  }

  /// What is not confirmed, by component.
  private Map<String, Set<String>> missing(List<TargetPlan> plans) {
    var missing = new LinkedHashMap<String, Set<String>>();
    for (var plan : plans) {
      for (var component : plan.components()) {
        component.plan().changes().stream()
            .filter(change -> !change.losses().isEmpty())
            .map(Change::address)
            .filter(address -> !names.contains(component.name()))
            .filter(address -> !names.contains(component.name() + "/" + address))
            .forEach(address ->
                missing
                    .computeIfAbsent(component.name(), name -> new LinkedHashSet<>())
                    .add(address));
      }
    }
    return missing;
  }

  private static Failure refusal(Map<String, Set<String>> missing, List<TargetPlan> plans) {
    var parts = new ArrayList<String>();
    missing.forEach((component, addresses) ->
        addresses.forEach(address -> parts.add(component + "/" + address)));
    var shown =
        parts.size() > MOST
            ? String.join(", ", parts.subList(0, MOST)) + " and " + (parts.size() - MOST) + " more"
            : String.join(", ", parts);
    var options =
        new TreeSet<>(missing.keySet())
            .stream().map(name -> "--confirm " + name).collect(Collectors.joining(" "));
    return new Failure(
        Exit.APPROVAL_NEEDED,
        "Nobody has confirmed by name that this data may be destroyed: " + shown + ".",
        "Nothing was changed. Confirm each with --confirm COMPONENT/ADDRESS, or all of them with "
            + options
            + ".",
        Apply.digests(plans));
  }
}
