package dev.landfall.cli;

import dev.landfall.engine.event.Status;
import dev.landfall.engine.plan.Background;
import dev.landfall.engine.plan.TargetPlan;
import dev.landfall.engine.plan.World;
import dev.landfall.engine.rollout.Preparation;
import dev.landfall.engine.rollout.Preparation.Prepared;
import dev.landfall.engine.rollout.Rollouts;
import dev.landfall.engine.rollout.TargetResult;
import dev.landfall.engine.rollout.TargetResult.Reason;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The common part of `deploy`, `rollback` and `destroy`: prepare, show, have it approved, carry
/// out, sum up.
final class Apply {
  private final Session session;
  private final TargetOptions options;
  private final ApprovedPlans approved;
  private final boolean yes;
  private final boolean full;
  private final Optional<Confirmation> confirmation;
  private final Console console;

  /// @param confirmation of the data that may be destroyed, where that has to be named
  Apply(
      Session session,
      TargetOptions options,
      ApprovedPlans approved,
      boolean yes,
      boolean full,
      Optional<Confirmation> confirmation) {
    this.session = session;
    this.options = options;
    this.approved = approved;
    this.yes = yes;
    this.full = full;
    this.confirmation = confirmation;
    this.console = session.console();
  }

  Exit run(World world, List<List<Target>> waves) throws Failure, InterruptedException {
    approved.cover(waves.stream().flatMap(List::stream).toList());
    var log = session.log();
    var kept =
        Background.start(
            "keep-release",
            () -> {
              log.keep(world.release());
              return world.release();
            });
    var rollouts = session.rollouts();
    var preparation = rollouts.prepare(world, waves, options.parallel);
    Preparations.say(console, preparation);
    Preparations.refuseInvalid(preparation);
    refuseOtherThanApproved(preparation);
    var plans = preparation.plans();
    if (!plans.isEmpty()) {
      new PlanPage(console, full).lines(plans).forEach(console::say);
    }
    approve(plans, world);
    if (confirmation.isPresent()) {
      confirmation.get().require(plans, console);
    }
    console.say("");
    kept.join();
    // Until everything is told: whoever presses Ctrl-C wants to know how far it came.
    try (var _ = Cancellation.of(Thread.currentThread())) {
      var results = carryOut(rollouts, preparation.with(approved.plans()));
      Results.say(console, results);
      console.document(() -> Documents.results(results));
      return exit(results);
    }
  }

  private List<TargetResult> carryOut(Rollouts rollouts, Preparation preparation)
      throws InterruptedException {
    try (var display =
        ProgressDisplay.open(console, preparation, options.parallel, session.clock())) {
      return rollouts.carryOut(preparation, options.parallel, display);
    }
  }

  /// A plan that was approved is applied as it is, or not at all.
  private void refuseOtherThanApproved(Preparation preparation) throws Failure {
    for (var entry : preparation.inOrder().toList()) {
      if (entry.getValue() instanceof Prepared.Resuming(var rollout, var plan)) {
        refuseAnother(entry.getKey(), plan);
      }
      if (!(entry.getValue() instanceof Prepared.Planned(var plan, var replaces))) {
        continue;
      }
      var wanted = wanted(entry.getKey());
      if (wanted.isPresent() && !wanted.get().equals(plan.digest())) {
        throw new Failure(
            Exit.APPROVAL_NEEDED,
            "What would be done to "
                + entry.getKey()
                + " is no longer what was approved: the target or the files have changed since.",
            "Nothing was changed. Make a new plan and have it approved; it is "
                + plan.digest()
                + " now.");
      }
    }
  }

  private Optional<String> wanted(Target target) {
    return approved
        .digest()
        .or(() -> Optional.ofNullable(approved.plans().get(target)).map(TargetPlan::digest));
  }

  private void refuseAnother(Target target, TargetPlan interrupted) throws Failure {
    var wanted = wanted(target);
    if (wanted.isPresent() && !wanted.get().equals(interrupted.digest())) {
      throw new Failure(
          Exit.APPROVAL_NEEDED,
          target + " has an interrupted rollout of another plan, " + interrupted.digest() + ".",
          "Nothing was changed. Finish that one first: the same command without --plan.");
    }
  }

  private void approve(List<TargetPlan> plans, World world) throws Failure {
    var changing = plans.stream().filter(plan -> !plan.isEmpty()).toList();
    if (changing.isEmpty() || yes || approved.isPresent()) {
      return;
    }
    var terminal = Terminal.find();
    if (console.isJson() || terminal.isEmpty()) {
      throw new Failure(
          Exit.APPROVAL_NEEDED,
          "Nobody has approved this plan, and there is no terminal to ask on.",
          "Approve it with --yes, or make it with `landfall plan"
              + (world.goal() instanceof Goal.Destroyed ? " --destroy" : "")
              + " --out FILE` and apply it with --plan FILE.",
          digests(changing));
    }
    var approvals = approvals(world);
    var question =
        approvals > 0
            ? "This environment asks for "
                + Text.count(approvals, "approval")
                + ". Type \"yes\" to give yours and apply: "
            : "Apply this? Type \"yes\": ";
    var answer = terminal.get().readLine("%n%s", question);
    if (answer == null || !answer.strip().equalsIgnoreCase("yes")) {
      throw new Failure(Exit.APPROVAL_NEEDED, "Not approved.", "Nothing was changed.");
    }
  }

  static Map<String, String> digests(List<TargetPlan> plans) {
    return plans.stream()
        .collect(Collectors.toMap(plan -> plan.target().toString(), TargetPlan::digest));
  }

  private int approvals(World world) {
    return Optional.ofNullable(options.environment)
        .map(name -> world.blueprint().environments().get(name))
        .map(environment -> environment.approvals())
        .orElse(0);
  }

  private static Exit exit(List<TargetResult> results) {
    var exit = Exit.DONE;
    for (var result : results) {
      var own =
          switch (result.reason()) {
            case Reason.Ended ended ->
                result.status() == Status.SUCCEEDED ? Exit.DONE : Exit.FAILED;
            case Reason.Skipped skipped -> Exit.DONE;
            case Reason.HeldBy held -> Exit.HELD;
            case Reason.Locked locked -> Exit.HELD;
            case Reason.ApprovalNeeded needed -> Exit.APPROVAL_NEEDED;
            case Reason.Invalid invalid -> Exit.INVALID;
          };
      if (severity(own) > severity(exit)) {
        exit = own;
      }
    }
    return exit;
  }

  /// A failure weighs more than a target that was only not free.
  private static int severity(Exit exit) {
    return switch (exit) {
      case DONE -> 0;
      case DRIFT -> 1;
      case HELD -> 2;
      case APPROVAL_NEEDED -> 3;
      case INVALID -> 4;
      case FAILED -> 5;
    };
  }
}
