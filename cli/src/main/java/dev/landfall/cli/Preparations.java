package dev.landfall.cli;

import dev.landfall.engine.plan.PlanException;
import dev.landfall.engine.rollout.Preparation;
import dev.landfall.engine.rollout.Preparation.Prepared;
import dev.landfall.spi.Problem;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.Target;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// What people are told about targets before anything is done.
final class Preparations {
  private Preparations() {}

  /// Every mistake of every target at once, each once, with the targets that have it.
  static void refuseInvalid(Preparation preparation) throws Failure {
    var problems = new TreeMap<Problem, TreeSet<Target>>();
    preparation
        .inOrder()
        .map(Map.Entry::getValue)
        .filter(Prepared.Unplannable.class::isInstance)
        .map(prepared -> ((Prepared.Unplannable) prepared).cause())
        .filter(cause -> cause.kind() == ProviderException.Kind.INVALID)
        .forEach(cause ->
            problemsOf(cause)
                .forEach(problem ->
                    problems.computeIfAbsent(problem, key -> new TreeSet<>()).add(cause.target())));
    if (!problems.isEmpty()) {
      throw new Failure(problems.keySet().stream().toList());
    }
  }

  private static List<Problem> problemsOf(PlanException cause) {
    return cause.problems().isEmpty()
        ? List.of(
            Problem.error(Problem.Location.of(cause.component()), cause.getMessage(), cause.next()))
        : cause.problems();
  }

  /// What was found of interrupted rollouts, and which targets cannot be planned.
  static void say(Console console, Preparation preparation) {
    preparation
        .inOrder()
        .forEach(entry -> {
          var target = entry.getKey();
          switch (entry.getValue()) {
            case Prepared.Planned(var plan, var replaces) ->
                replaces.ifPresent(rollout ->
                    console.say(
                        target
                            + ": "
                            + rollout.found()
                            + ". It led elsewhere, so this one takes its place."));
            case Prepared.Resuming(var rollout, var plan) ->
                console.say(target + ": " + rollout.found() + ". It is taken up again.");
            case Prepared.Busy(var held) ->
                console.complain(
                    target
                        + " is held by "
                        + held.claim().holder()
                        + " with rollout "
                        + held.claim().rollout()
                        + " since "
                        + held.since()
                        + ".");
            case Prepared.Unplannable(var cause) -> {
              if (cause.kind() != ProviderException.Kind.INVALID) {
                console.complain(
                    target
                        + " cannot be planned: "
                        + cause.component()
                        + ": "
                        + cause.getMessage());
                if (!cause.next().isEmpty()) {
                  console.complain("  " + cause.next());
                }
              }
            }
          }
        });
  }

  /// The exit code when nothing more is done.
  static Exit exit(Preparation preparation) {
    var exit = Exit.DONE;
    for (var prepared : preparation.targets().values()) {
      switch (prepared) {
        case Prepared.Unplannable(var cause) -> {
          if (cause.kind() != ProviderException.Kind.HELD) {
            return Exit.FAILED;
          }
          exit = Exit.HELD;
        }
        case Prepared.Busy busy -> exit = Exit.HELD;
        case Prepared.Planned planned -> {}
        case Prepared.Resuming resuming -> {}
      }
    }
    return exit;
  }
}
