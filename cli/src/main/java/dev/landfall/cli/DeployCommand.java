package dev.landfall.cli;

import dev.landfall.engine.plan.PlanException;
import dev.landfall.engine.release.Workspace;
import dev.landfall.spi.Goal;
import java.util.Optional;
import java.util.Set;
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
    var approved = ApprovedPlans.of(plan, new Goal.Latest());
    approved.release().ifPresent(release -> options.release = release);
    approved.choose(options);
    var loaded = approved.load(session);
    var world = session.world(loaded, new Goal.Latest(), Set.of());
    return new Apply(session, options, approved, yes, full, Optional.empty())
        .run(world, session.waves(loaded.blueprint()));
  }
}
