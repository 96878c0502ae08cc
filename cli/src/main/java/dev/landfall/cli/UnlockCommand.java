package dev.landfall.cli;

import dev.landfall.engine.plan.PlanException;
import dev.landfall.engine.release.Workspace;
import dev.landfall.engine.rollout.Unlocking;
import dev.landfall.spi.Goal;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `landfall unlock`: takes away what a dead rollout left held.
@Command(
    name = "unlock",
    description = "Free a target, and the locks in its systems, from a rollout that is dead.")
final class UnlockCommand extends TargetCommand {
  @Option(
      names = "--force",
      description = "Even from a rollout that may still be alive, on another machine.")
  boolean force;

  @Override
  Exit run(Session session)
      throws Failure, Workspace.InvalidException, PlanException, InterruptedException {
    var loaded = session.load();
    var world = session.world(loaded, new Goal.Latest(), Set.of());
    var document = Documents.object();
    var array = document.putArray("targets");
    var held = false;
    for (var target : session.waves(loaded.blueprint()).stream().flatMap(List::stream).toList()) {
      var node = array.addObject();
      node.set("target", Documents.target(target));
      var freed = node.putArray("freed");
      switch (new Unlocking(session.log(), session.rollouts()).unlock(world, target, force)) {
        case Unlocking.Outcome.Freed(var lines) -> {
          lines.forEach(freed::add);
          session
              .console()
              .say(
                  target
                      + ": "
                      + (lines.isEmpty() ? "nothing was held" : String.join("; ", lines)));
        }
        case Unlocking.Outcome.Alive(var by) -> {
          held = true;
          node.set("held_by", Documents.holder(by).put("expires", by.expires().toString()));
          session
              .console()
              .complain(
                  target
                      + " is held by "
                      + by.claim().holder()
                      + ", which may be at work until "
                      + by.expires()
                      + ".");
          session.console().complain("  Stop that process first; --force takes the target anyway.");
        }
      }
    }
    session.console().document(() -> document);
    return held ? Exit.HELD : Exit.DONE;
  }
}
