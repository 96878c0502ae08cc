package dev.landfall.cli;

import dev.landfall.cli.Console.Color;
import dev.landfall.engine.event.Status;
import dev.landfall.engine.rollout.TargetResult;
import dev.landfall.engine.rollout.TargetResult.Reason;
import java.util.List;

/// What people are told when rollouts have ended.
final class Results {
  private Results() {}

  /// One line for each target, and one for all.
  static void say(Console console, List<TargetResult> results) {
    console.say("");
    var width =
        results.stream().mapToInt(result -> result.target().toString().length()).max().orElse(0);
    for (var result : results) {
      var changes =
          result.components().stream().mapToInt(TargetResult.ComponentResult::changes).sum();
      var color = result.status() == Status.SUCCEEDED ? Color.GREEN : Color.RED;
      var word =
          switch (result.reason()) {
            case Reason.Skipped skipped -> "skipped";
            case Reason.HeldBy held -> "held";
            case Reason.Locked locked -> "locked";
            case Reason.Ended ended -> result.status().word().replace('_', ' ');
            case Reason.ApprovalNeeded needed -> result.status().word();
            case Reason.Invalid invalid -> result.status().word();
          };
      console.say(
          Text.pad(result.target().toString(), width)
              + "  "
              + console.in(color, Text.pad(word, 9))
              + (result.rollout().isEmpty()
                  ? ""
                  : "  "
                      + Text.count(changes, "change")
                      + (result.resumed() ? " (resumed)" : "")
                      + " in "
                      + Text.duration(result.seconds())
                      + "  "
                      + result.rollout().get())
              + (result.message().isEmpty() ? "" : "  " + result.message()));
      if (!result.next().isEmpty()) {
        console.say(" ".repeat(width) + "  " + result.next());
      }
      if (result.reason() instanceof Reason.Invalid(var problems)) {
        console.complain(problems);
      }
    }
    var good = results.stream().filter(result -> result.status() == Status.SUCCEEDED).count();
    console.say(
        console.in(
            Color.BOLD,
            good == results.size()
                ? Text.count(good, "target") + " succeeded."
                : good + " of " + Text.count(results.size(), "target") + " succeeded."));
  }
}
