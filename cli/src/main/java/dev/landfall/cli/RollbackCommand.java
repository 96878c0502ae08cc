package dev.landfall.cli;

import dev.landfall.engine.plan.PlanException;
import dev.landfall.engine.release.Workspace;
import dev.landfall.spi.Goal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `landfall rollback`: takes back the latest changes of one component; planned and asked first.
@Command(
    name = "rollback",
    description = "Take back the latest changes of a component: plan, ask, apply.")
final class RollbackCommand extends TargetCommand {
  @ArgGroup(multiplicity = "1")
  @Nullable Back back;

  static final class Back {
    @Option(names = "--to-tag", paramLabel = "T", description = "Back to where tag T was set.")
    @Nullable String tag;

    @Option(names = "--count", paramLabel = "N", description = "Back by the latest N changes.")
    @Nullable Integer count;
  }

  @Option(
      names = "--component",
      paramLabel = "NAME",
      description = "Which component; needed when the blueprint has several.")
  @Nullable String component;

  @Option(
      names = "--plan",
      paramLabel = "DIGEST",
      description = "Apply only if the plan has this digest.")
  @Nullable String plan;

  @Option(names = "--yes", description = "Apply without asking.")
  boolean yes;

  @Option(names = "--full", description = "Write out long statements.")
  boolean full;

  @Override
  Exit run(Session session)
      throws Failure, Workspace.InvalidException, PlanException, InterruptedException {
    var loaded = session.load();
    var names = List.copyOf(loaded.blueprint().components().keySet());
    if (component == null && names.size() > 1) {
      throw Failure.invalid(
          "The blueprint has several components.",
          "Name one with --component: " + String.join(", ", names) + ".");
    }
    var name = component == null ? names.getFirst() : component;
    if (!names.contains(name)) {
      throw Failure.invalid(
          "The blueprint has no component \"" + name + "\".",
          "It has: " + String.join(", ", names) + ".");
    }
    var goal = goal();
    var world = session.world(loaded, goal, Set.of(name));
    return new Apply(session, options, ApprovedPlans.of(plan, goal), yes, full, Optional.empty())
        .run(world, session.waves(loaded.blueprint()));
  }

  private Goal goal() throws Failure {
    if (back != null && back.tag != null) {
      return new Goal.BackToTag(back.tag);
    }
    if (back != null && back.count != null && back.count > 0) {
      return new Goal.BackByCount(back.count);
    }
    throw Failure.invalid("--count must be at least 1.", "Say how many changes to take back.");
  }
}
