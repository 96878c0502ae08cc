package dev.landfall.cli;

import dev.landfall.engine.plan.Planner;
import dev.landfall.engine.release.Workspace;
import dev.landfall.engine.secret.SecretSource;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;

/// `landfall validate`: every mistake that can be found without asking another system.
@Command(
    name = "validate",
    description = "Look for every mistake that can be found without asking another system.")
final class ValidateCommand extends TargetCommand {
  @Override
  boolean readsLog() {
    return false;
  }

  @Override
  boolean writesLog() {
    return false;
  }

  @Override
  Exit run(Session session) throws Failure, Workspace.InvalidException, InterruptedException {
    var loaded = session.load();
    var world = session.world(loaded, new Goal.Latest(), Set.of());
    var planner =
        new Planner(
            session.providers(),
            SecretSource.PLACEHOLDERS,
            session.redactor(),
            new OfflineLookups(session.clock(), options.stateFolder().resolve("cache")));
    var found = new TreeSet<Problem>(loaded.warnings());
    var targets = targets(session, loaded);
    found.addAll(planner.check(world, targets));
    var problems = List.copyOf(found);
    session.console().document(() -> Documents.problems(problems));
    if (!problems.isEmpty()) {
      session.console().complain(problems);
    }
    if (problems.stream().anyMatch(Problem::isError)) {
      return Exit.INVALID;
    }
    session
        .console()
        .say(
            "Valid: "
                + Text.count(loaded.blueprint().components().size(), "component")
                + ", "
                + Text.count(targets.size(), "target")
                + ".");
    return Exit.DONE;
  }

  private List<Target> targets(Session session, Workspace.Loaded loaded) throws Failure {
    if (options.environment != null) {
      if (options.regions.isEmpty()) {
        options.allRegions = true;
      }
      return session.waves(loaded.blueprint()).stream().flatMap(List::stream).toList();
    }
    var targets = new ArrayList<Target>();
    for (var environment : loaded.blueprint().environments().keySet()) {
      loaded.blueprint().targets(environment).forEach(targets::addAll);
    }
    return targets;
  }
}
