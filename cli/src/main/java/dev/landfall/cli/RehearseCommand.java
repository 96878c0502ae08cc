package dev.landfall.cli;

import dev.landfall.cli.Console.Color;
import dev.landfall.engine.blueprint.Blueprint;
import dev.landfall.engine.event.Status;
import dev.landfall.engine.plan.PlanException;
import dev.landfall.engine.plan.World;
import dev.landfall.engine.release.Workspace;
import dev.landfall.engine.rollout.DriftCheck;
import dev.landfall.engine.rollout.DriftCheck.Finding;
import dev.landfall.engine.rollout.Preparation.Prepared;
import dev.landfall.engine.rollout.TargetResult;
import dev.landfall.sandbox.postgresql.PostgresServer;
import dev.landfall.spi.FileReason;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;

/// `landfall rehearse`: a whole rollout into fresh stand-ins. It is good when every target
/// succeeds, its smoke tests pass, a second plan has nothing to do, and nothing has drifted.
@Command(
    name = "rehearse",
    description = {
      "Roll out to fresh stand-ins on this machine: needs no account, and changes none.",
      "Takes the files as they lie, committed or not, so that it can come before the merge.",
      "Succeeds when every target does, the tests of rehearsal/smoke.yaml pass, a second plan is",
      "empty and nothing has drifted."
    })
final class RehearseCommand extends TargetCommand {
  private static final double MILLIS = 1_000;

  /// What came of it.
  ///
  /// @param second how many changes a second plan has
  /// @param differences how many things had drifted
  /// @param smoke what came of the platform's smoke tests
  /// @param problems why something could not be looked at afterwards
  record Report(
      List<TargetResult> results,
      List<SmokeTest.Outcome> smoke,
      long second,
      long differences,
      List<String> problems) {
    boolean isGood() {
      return results.stream().allMatch(result -> result.status() == Status.SUCCEEDED)
          && smoke.stream().allMatch(SmokeTest.Outcome::passed)
          && second == 0
          && differences == 0
          && problems.isEmpty();
    }
  }

  @Override
  boolean readsWorkingTree() {
    return true;
  }

  @Override
  boolean readsLog() {
    return false;
  }

  @Override
  Exit run(Session session)
      throws Failure, Workspace.InvalidException, PlanException, InterruptedException {
    if (options.sandbox != null) {
      throw Failure.invalid(
          "A rehearsal starts stand-ins of its own.",
          "Leave --sandbox out, or use `landfall deploy --sandbox` with those that run.");
    }
    var loaded = session.load();
    var targets = flat(session.waves(loaded.blueprint()));
    try (var stands =
        StandIns.start(
            StandIns.Wanted.of(Optional.empty(), Services.of(loaded.blueprint(), targets)))) {
      options.sandbox = stands.folder().resolve("ready.json");
      options.state = stands.folder().resolve("state");
      stands.writeReadyFile(options.sandbox);
      try (var rehearsal = new Session(options, readsWorkingTree())) {
        rehearsal.log().keep(loaded.release());
        return rehearse(rehearsal, stands);
      }
    } catch (IOException e) {
      throw StandIns.failure(FileReason.of(e));
    } catch (PostgresServer.StartException e) {
      throw StandIns.failure(e.getMessage());
    }
  }

  private static List<Target> flat(List<List<Target>> waves) {
    return waves.stream().flatMap(List::stream).toList();
  }

  private Exit rehearse(Session session, StandIns stands)
      throws Failure, Workspace.InvalidException, PlanException, InterruptedException, IOException {
    var console = session.console();
    var loaded = session.load();
    var waves = session.waves(loaded.blueprint());
    var world = session.world(loaded, new Goal.Latest(), Set.of());
    var smokeTest = SmokeTest.read(session, world);
    new FreshAccounts(session, stands).prepare(world, flat(waves));
    session.log().keep(world.release());
    var preparation = session.rollouts().prepare(world, waves, options.parallel);
    Preparations.say(console, preparation);
    Preparations.refuseInvalid(preparation);
    List<TargetResult> results;
    try (var _ = Cancellation.of(Thread.currentThread());
        var display =
            ProgressDisplay.open(console, preparation, options.parallel, session.clock())) {
      results = session.rollouts().carryOut(preparation, options.parallel, display);
    }
    Results.say(console, results);
    var smoke = smokeTest.run(succeeded(results));
    say(console, smoke);
    var report = look(session, world, waves, results, smoke);
    say(console, report);
    console.document(() -> Documents.rehearsal(report));
    return report.isGood() ? Exit.DONE : Exit.FAILED;
  }

  private static List<Target> succeeded(List<TargetResult> results) {
    return results.stream()
        .filter(result -> result.status() == Status.SUCCEEDED)
        .map(TargetResult::target)
        .toList();
  }

  private static void say(Console console, List<SmokeTest.Outcome> smoke) {
    for (var outcome : smoke) {
      var what = outcome.target() + " smoke test: " + outcome.name();
      console.say(
          outcome
              .problem()
              .map(problem -> console.in(Color.RED, what + " failed: " + problem))
              .orElseGet(
                  () -> what + ", passed in " + Text.duration(outcome.took().toMillis() / MILLIS)));
    }
  }

  private Report look(
      Session session,
      World world,
      List<List<Target>> waves,
      List<TargetResult> results,
      List<SmokeTest.Outcome> smoke)
      throws Failure, InterruptedException {
    var problems = new ArrayList<String>();
    var changes = 0L;
    for (var prepared :
        session.rollouts().prepare(world, waves, options.parallel).inOrder().toList()) {
      switch (prepared.getValue()) {
        case Prepared.Planned(var plan, var replaces) ->
            changes += plan.summary().values().stream().mapToLong(Integer::longValue).sum();
        case Prepared.Unplannable(var cause) ->
            problems.add(prepared.getKey() + " cannot be planned again: " + cause.getMessage());
        case Prepared.Busy busy -> problems.add(prepared.getKey() + " is still held");
        case Prepared.Resuming resuming -> problems.add(prepared.getKey() + " is not finished");
      }
    }
    var differences = 0L;
    var check = new DriftCheck(session.log(), session.rollouts());
    for (var finding : check.check(world, flat(waves), options.parallel)) {
      switch (finding) {
        case Finding.Compared compared -> differences += compared.differences().size();
        case Finding.Destroyed(var target, var component, var at) ->
            problems.add(target + " " + component + " was destroyed at " + at);
        case Finding.NotCompared(var target, var component, var why, var next) ->
            problems.add(target + " " + component + " was not compared: " + why);
      }
    }
    return new Report(results, smoke, changes, differences, problems);
  }

  private static void say(Console console, Report report) {
    console.say(
        (report.second() == 0
                ? "A second plan has nothing to do"
                : console.in(
                    Color.RED, "A second plan has " + Text.count(report.second(), "change")))
            + "; "
            + (report.differences() == 0
                ? "nothing has drifted."
                : console.in(Color.RED, Text.count(report.differences(), "thing") + " drifted.")));
    report.problems().forEach(problem -> console.say(console.in(Color.RED, problem)));
    console.say(
        report.isGood()
            ? console.in(Color.GREEN, "The rehearsal succeeded.")
            : console.in(Color.RED, "The rehearsal failed."));
  }

  /// Which stand-ins targets need.
  private static final class Services {
    private Services() {}

    static Set<StandIns.Service> of(Blueprint blueprint, List<Target> targets) {
      var regions = blueprint.regions();
      var services = EnumSet.noneOf(StandIns.Service.class);
      for (var service : StandIns.Service.values()) {
        var key = service.name().toLowerCase(Locale.ROOT);
        for (var target : targets) {
          var region = regions.get(target.region());
          if (region != null && region.values().containsKey(key)) {
            services.add(service);
          }
        }
      }
      return services;
    }
  }
}
