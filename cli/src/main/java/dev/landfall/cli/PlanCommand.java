package dev.landfall.cli;

import dev.landfall.engine.plan.PlanDocument;
import dev.landfall.engine.plan.PlanException;
import dev.landfall.engine.plan.TargetPlan;
import dev.landfall.engine.plan.World;
import dev.landfall.engine.release.Workspace;
import dev.landfall.engine.rollout.Preparation;
import dev.landfall.engine.rollout.Preparation.Prepared;
import dev.landfall.spi.FileReason;
import dev.landfall.spi.Goal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `landfall plan`: what a rollout would do, and nothing is done.
@Command(name = "plan", description = "Show what a rollout would do. Nothing is changed.")
final class PlanCommand extends TargetCommand {
  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Keep the plan, to deploy exactly it.")
  @Nullable Path out;

  @Option(names = "--destroy", description = "What `landfall destroy` would do.")
  boolean destroy;

  @Option(
      names = "--component",
      paramLabel = "NAME",
      split = ",",
      description = "With --destroy: only this one; may be given several times.")
  List<String> components = List.of();

  @Option(names = "--full", description = "Write out long statements.")
  boolean full;

  @Override
  boolean writesLog() {
    return out != null;
  }

  @Override
  Exit run(Session session)
      throws Failure, Workspace.InvalidException, PlanException, InterruptedException {
    var loaded = session.load();
    var world = world(session, loaded);
    var preparation =
        session.rollouts().prepare(world, session.waves(loaded.blueprint()), options.parallel);
    var plans = plans(session, preparation);
    Preparations.refuseInvalid(preparation);
    var console = session.console();
    if (!plans.isEmpty()) {
      new PlanPage(console, full).lines(plans).forEach(console::say);
      digests(plans).forEach(console::say);
    }
    console.document(() -> Documents.plans(preparation));
    if (out != null && !plans.isEmpty()) {
      session.log().keep(world.release());
      write(out, PlanDocument.writeAll(plans).toPrettyString() + "\n");
      console.say("Kept in " + out + ". Apply exactly this with --plan " + out + ".");
    }
    return Preparations.exit(preparation);
  }

  private World world(Session session, Workspace.Loaded loaded) throws Failure {
    if (!destroy && !components.isEmpty()) {
      throw Failure.invalid(
          "A rollout is planned as a whole.", "Leave --component out, or add --destroy.");
    }
    return destroy
        ? session.world(
            loaded,
            new Goal.Destroyed(),
            DestroyCommand.only(components, loaded.blueprint().components().keySet()))
        : session.world(loaded, new Goal.Latest(), Set.of());
  }

  private static List<TargetPlan> plans(Session session, Preparation preparation) {
    var plans = new ArrayList<TargetPlan>();
    preparation
        .inOrder()
        .forEach(entry -> {
          switch (entry.getValue()) {
            case Prepared.Planned(var plan, var replaces) -> plans.add(plan);
            case Prepared.Resuming(var rollout, var plan) -> plans.add(plan);
            case Prepared.Busy busy -> {}
            case Prepared.Unplannable unplannable -> {}
          }
        });
    Preparations.say(session.console(), preparation);
    return plans;
  }

  private static List<String> digests(List<TargetPlan> plans) {
    var lines = new ArrayList<String>();
    lines.add("");
    for (var plan : plans) {
      lines.add("Plan for " + plan.target() + ": " + plan.digest());
    }
    return lines;
  }

  private static void write(Path file, String text) throws Failure {
    try {
      var folder = file.toAbsolutePath().normalize().getParent();
      if (folder == null) {
        throw Failure.invalid("The plan cannot be kept in " + file + ".", "Name a file.");
      }
      Files.createDirectories(folder);
      var temporary = Files.createTempFile(folder, ".plan", ".json");
      Files.writeString(temporary, text);
      Files.move(temporary, file.toAbsolutePath(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw Failure.invalid(
          "The plan cannot be kept in " + file + ": " + FileReason.of(e) + ".",
          "Name a file that can be written.");
    }
  }
}
