package dev.landfall.cli;

import dev.landfall.cli.Console.Color;
import dev.landfall.engine.release.Workspace;
import dev.landfall.engine.rollout.DriftCheck;
import dev.landfall.engine.rollout.DriftCheck.Difference;
import dev.landfall.engine.rollout.DriftCheck.Finding;
import dev.landfall.spi.Goal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;

/// `landfall drift`: what was changed outside since the last rollout.
@Command(
    name = "drift",
    description = "Show what was added, changed or dropped outside since the last rollout.")
final class DriftCommand extends TargetCommand {
  @Override
  boolean writesLog() {
    return false;
  }

  @Override
  Exit run(Session session) throws Failure, Workspace.InvalidException, InterruptedException {
    var console = session.console();
    var loaded = session.load();
    var world = session.world(loaded, new Goal.Latest(), Set.of());
    var targets = session.waves(loaded.blueprint()).stream().flatMap(List::stream).toList();
    var findings =
        new DriftCheck(session.log(), session.rollouts()).check(world, targets, options.parallel);
    var drifted = false;
    var failed = false;
    var unchecked = new LinkedHashSet<String>();
    for (var finding : findings) {
      switch (finding) {
        case Finding.Compared compared -> {
          var differences = compared.differences();
          drifted |= !differences.isEmpty();
          console.say(
              compared.target()
                  + "  "
                  + compared.component()
                  + ": "
                  + (differences.isEmpty()
                      ? console.in(Color.GREEN, "as the last rollout left it")
                      : console.in(Color.RED, Text.count(differences.size(), "difference"))
                          + " since "
                          + compared.since()));
          differences.forEach(difference -> console.say(line(console, difference)));
          unchecked.addAll(compared.unchecked());
        }
        case Finding.Destroyed(var target, var component, var at) ->
            console.say(target + "  " + component + ": destroyed at " + at);
        case Finding.NotCompared(var target, var component, var why, var next) -> {
          failed = true;
          console.complain(target + "  " + component + ": not compared: " + why);
          if (!next.isEmpty()) {
            console.complain("  " + next);
          }
        }
      }
    }
    unchecked.forEach(text -> console.say(console.in(Color.DIM, "Not checked: " + text)));
    console.document(() -> Documents.drift(findings));
    return drifted ? Exit.DRIFT : failed ? Exit.FAILED : Exit.DONE;
  }

  private static String line(Console console, Difference difference) {
    return switch (difference.kind()) {
      case ADDED ->
          console.in(Color.GREEN, "  + " + difference.address()) + "  added: " + difference.is();
      case DROPPED ->
          console.in(Color.RED, "  - " + difference.address())
              + "  dropped; was: "
              + difference.was();
      case CHANGED ->
          console.in(Color.YELLOW, "  ~ " + difference.address())
              + "  changed\n      was: "
              + difference.was()
              + "\n      is:  "
              + difference.is();
    };
  }
}
