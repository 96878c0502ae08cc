package dev.landfall.cli;

import dev.landfall.engine.plan.PlanException;
import dev.landfall.engine.release.Workspace;
import dev.landfall.spi.Goal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `landfall destroy`: takes everything of a target away, from the last component to the first.
@Command(
    name = "destroy",
    description =
        "Take everything of a target away: plan, ask, apply. What would lose data has to be"
            + " confirmed by name. Finishes what an earlier process left unfinished.")
final class DestroyCommand extends TargetCommand {
  @Option(
      names = "--component",
      paramLabel = "NAME",
      split = ",",
      description = "Only this one; may be given several times.")
  List<String> components = List.of();

  @Option(
      names = "--confirm",
      paramLabel = "NAME",
      split = ",",
      description =
          "Data that may be lost: COMPONENT/ADDRESS as the plan shows it, or COMPONENT for all of"
              + " its data; may be given several times.")
  List<String> confirmed = List.of();

  @Option(
      names = "--plan",
      paramLabel = "FILE|DIGEST",
      description =
          "Apply exactly the plan that `landfall plan --destroy` kept in this file, or the one with"
              + " this digest.")
  @Nullable String plan;

  @Option(names = "--yes", description = "Apply without asking.")
  boolean yes;

  @Option(names = "--full", description = "Write out long statements.")
  boolean full;

  @Override
  Exit run(Session session)
      throws Failure, Workspace.InvalidException, PlanException, InterruptedException {
    var approved = ApprovedPlans.of(plan, new Goal.Destroyed());
    approved.release().ifPresent(release -> options.release = release);
    approved.choose(options);
    var loaded = approved.load(session);
    var only = only(components, loaded.blueprint().components().keySet());
    if (approved.isFromFile() && !components.isEmpty()) {
      throw Failure.invalid(
          "The plan says which components are destroyed.", "Leave --component out.");
    }
    var world =
        session.world(
            loaded, new Goal.Destroyed(), approved.isFromFile() ? approved.components() : only);
    var confirmation = new Confirmation(new LinkedHashSet<>(confirmed));
    return new Apply(session, options, approved, yes, full, Optional.of(confirmation))
        .run(world, session.waves(loaded.blueprint()));
  }

  /// Components that were named, which must be there.
  static Set<String> only(List<String> named, Set<String> known) throws Failure {
    for (var name : named) {
      if (!known.contains(name)) {
        throw Failure.invalid(
            "The blueprint has no component \"" + name + "\".",
            "It has: " + String.join(", ", known) + ".");
      }
    }
    return Set.copyOf(named);
  }
}
