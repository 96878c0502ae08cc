package dev.landfall.cli;

import dev.landfall.engine.plan.ComponentPlan;
import dev.landfall.engine.plan.PlanDocument;
import dev.landfall.engine.plan.PlanDocument.InvalidPlanException;
import dev.landfall.engine.plan.TargetPlan;
import dev.landfall.engine.release.Workspace;
import dev.landfall.spi.FileReason;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What `--plan` says was approved: whole plans from a file, a digest, or nothing.
///
/// @param digest the digest of the one plan that may be applied
/// @param plans from a file, by target; empty without a file
record ApprovedPlans(Optional<String> digest, Map<Target, TargetPlan> plans) {

  /// Reads the option's value.
  ///
  /// @param goal where the command leads to: plans that lead elsewhere are refused
  static ApprovedPlans of(@Nullable String option, Goal goal) throws Failure {
    if (option == null) {
      return new ApprovedPlans(Optional.empty(), Map.of());
    }
    if (option.matches("[0-9a-f]{64}")) {
      return new ApprovedPlans(Optional.of(option), Map.of());
    }
    try {
      var plans = new LinkedHashMap<Target, TargetPlan>();
      for (var plan : PlanDocument.readAll(Files.readString(Path.of(option)))) {
        if (!plan.goal().equals(goal)) {
          throw Failure.invalid(
              option
                  + (isDestroying(plan.goal()) ? " destroys " : " does not destroy ")
                  + plan.target()
                  + ".",
              "Carry it out with `landfall "
                  + (isDestroying(plan.goal()) ? "destroy" : "deploy")
                  + " --plan "
                  + option
                  + "`.");
        }
        plans.put(plan.target(), plan);
      }
      return new ApprovedPlans(Optional.empty(), plans);
    } catch (InvalidPlanException e) {
      throw Failure.invalid(
          option + " is not a plan that can be applied: " + e.getMessage() + ".",
          "Make a new one with `landfall plan --out " + option + "`.");
    } catch (IOException e) {
      throw Failure.invalid(
          "The plan " + option + " cannot be read: " + FileReason.of(e) + ".",
          "Give a file that `landfall plan --out` wrote, or the 64 digits of a plan's digest.");
    }
  }

  private static boolean isDestroying(Goal goal) {
    return goal instanceof Goal.Destroyed;
  }

  /// Whether whole plans were approved.
  boolean isFromFile() {
    return !plans.isEmpty();
  }

  /// The components of a file's plans.
  Set<String> components() {
    return plans.values().stream()
        .flatMap(plan -> plan.components().stream())
        .map(ComponentPlan::name)
        .collect(Collectors.toSet());
  }

  /// The files, which have to be those that an approved plan was made from.
  Workspace.Loaded load(Session session) throws Failure, Workspace.InvalidException {
    if (!isPresent()) {
      return session.load();
    }
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

  /// Whether anything was approved beforehand.
  boolean isPresent() {
    return digest.isPresent() || !plans.isEmpty();
  }

  /// The release the plans of a file lead to.
  Optional<String> release() {
    return plans.values().stream().map(TargetPlan::release).findFirst();
  }

  /// Makes the options name the targets of a file's plans, when they name none themselves.
  void choose(TargetOptions options) throws Failure {
    if (plans.isEmpty()) {
      return;
    }
    var environment = plans.keySet().iterator().next().environment();
    if (options.environment != null && !options.environment.equals(environment)) {
      throw Failure.invalid(
          "The plan is for environment \""
              + environment
              + "\", not \""
              + options.environment
              + "\".",
          "Leave --env out, or make a plan for it.");
    }
    options.environment = environment;
    if (options.regions.isEmpty() && !options.allRegions) {
      options.regions = plans.keySet().stream().map(Target::region).toList();
    }
  }

  /// Refuses targets that no plan of the file is for.
  void cover(List<Target> targets) throws Failure {
    for (var target : targets) {
      if (!plans.isEmpty() && !plans.containsKey(target)) {
        throw Failure.invalid("The plan says nothing about " + target + ".", "Make a plan for it.");
      }
    }
  }
}
