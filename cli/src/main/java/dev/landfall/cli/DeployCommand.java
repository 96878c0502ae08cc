package dev.landfall.cli;

import dev.landfall.engine.plan.PlanException;
import dev.landfall.engine.release.Workspace;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Problem;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `landfall deploy`: plans, asks, applies; or finishes what was interrupted.
@Command(
    name = "deploy",
    description = "Roll out: plan, ask, apply. Finishes what an earlier process left unfinished.")
final class DeployCommand extends TargetCommand {
  @Option(
      names = "--plan",
      paramLabel = "FILE|DIGEST",
      description = "Apply exactly the plan kept in this file, or the one with this digest.")
  @Nullable String plan;

  @Option(names = "--yes", description = "Apply without asking.")
  boolean yes;

  @Option(names = "--full", description = "Write out long statements.")
  boolean full;

  @Override
  Exit run(Session session)
      throws Failure, Workspace.InvalidException, PlanException, InterruptedException {
    var approved = ApprovedPlans.of(plan);
    approved.release().ifPresent(release -> options.release = release);
    approved.choose(options);
    var loaded = approved.isPresent() ? sameFiles(session) : session.load();
    var world = session.world(loaded, new Goal.Latest(), Set.of());
    return new Apply(session, options, approved, yes, full)
        .run(world, session.waves(loaded.blueprint()));
  }

  /// The files an approved plan was made from.
  private static Workspace.Loaded sameFiles(Session session) throws Failure {
    try {
      return session.load();
    } catch (Workspace.InvalidException e) {
      throw new Failure(
          Exit.APPROVAL_NEEDED,
          "The files are no longer those the plan was made from: "
              + e.problems().stream().map(Problem::toString).collect(Collectors.joining(" ")),
          "Nothing was changed. Make a new plan and have it approved.");
    }
  }
}
