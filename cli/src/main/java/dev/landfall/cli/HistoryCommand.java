package dev.landfall.cli;

import dev.landfall.engine.event.Event;
import dev.landfall.engine.event.EventLog.Recorded;
import dev.landfall.engine.event.Rollout;
import dev.landfall.engine.release.Workspace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `landfall history`: the rollouts of targets, or every event of one rollout.
@Command(name = "history", description = "List rollouts, or every event of one.")
final class HistoryCommand extends TargetCommand {
  @Option(names = "--rollout", paramLabel = "ID", description = "Show every event of this rollout.")
  @Nullable String rollout;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many rollouts per target; 20 by default.")
  int limit = 20;

  @Override
  boolean writesLog() {
    return false;
  }

  @Override
  Exit run(Session session) throws Failure, Workspace.InvalidException {
    if (limit < 1) {
      throw Failure.invalid("--limit must be at least 1.", "Say how many rollouts to list.");
    }
    return rollout == null ? rollouts(session) : events(session, rollout);
  }

  private Exit rollouts(Session session) throws Failure, Workspace.InvalidException {
    var found = new ArrayList<Rollout>();
    for (var target : Targets.ofLog(session, options)) {
      for (var id : session.log().rollouts(target, limit)) {
        found.add(Rollout.of(session.log().ofRollout(id)));
      }
    }
    found.sort(Comparator.comparing(Rollout::started).reversed());
    var document = Documents.object();
    var array = document.putArray("rollouts");
    for (var one : found) {
      var node = array.addObject();
      node.put("rollout", one.id());
      node.set("target", Documents.target(one.target()));
      node.put("status", one.status().word());
      node.put("release", one.release());
      node.put("actor", one.actor());
      node.put("started", one.started().toString());
      one.finished().ifPresent(at -> node.put("finished", at.toString()));
      node.put("message", one.message());
      session
          .console()
          .say(
              one.id()
                  + "  "
                  + one.target()
                  + "  "
                  + one.status().word()
                  + "  release "
                  + one.release()
                  + "  by "
                  + one.actor()
                  + "  "
                  + one.started()
                  + (one.message().isEmpty() ? "" : "\n    " + one.message()));
    }
    if (found.isEmpty()) {
      session.console().say("No rollout is recorded.");
    }
    session.console().document(() -> document);
    return Exit.DONE;
  }

  private static Exit events(Session session, String id) throws Failure {
    List<Recorded> events = session.log().ofRollout(id);
    if (events.isEmpty()) {
      throw Failure.invalid("No rollout " + id + " is recorded.", "`landfall history` lists them.");
    }
    var document = Documents.object();
    document.put("rollout", id);
    var array = document.putArray("events");
    for (var recorded : events) {
      var node = array.addObject();
      node.put("number", recorded.number());
      node.put("at", recorded.at().toString());
      node.put("type", type(recorded.event()));
      node.set("event", Documents.tree(recorded.event()));
      session
          .console()
          .say(recorded.number() + "  " + recorded.at() + "  " + line(recorded.event()));
    }
    session.console().document(() -> document);
    return Exit.DONE;
  }

  /// `rollout_started`: the event's name as JSON has names.
  private static String type(Event event) {
    var name = event.getClass().getSimpleName();
    return name.replaceAll("(?<!^)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static String line(Event event) {
    return switch (event) {
      case Event.RolloutStarted e ->
          "rollout of release " + e.release() + " started by " + e.actor() + " on " + e.process();
      case Event.PlanApproved e -> "plan approved";
      case Event.RolloutResumed e -> "taken up again by " + e.actor() + ": " + e.found();
      case Event.ComponentStarted e ->
          e.component() + " started, " + Text.count(e.changes(), "change");
      case Event.EffectBegun e -> e.component() + ": begins " + e.what();
      case Event.EffectDone e ->
          e.component() + ": done " + e.key() + (e.note().isEmpty() ? "" : " (" + e.note() + ")");
      case Event.EffectNotDone e -> e.component() + ": not done " + e.key() + ": " + e.reason();
      case Event.EffectInDoubt e -> e.component() + ": in doubt " + e.key() + ": " + e.reason();
      case Event.Checkpointed e -> e.component() + ": checkpoint " + e.key();
      case Event.Observed e ->
          e.component() + ": live state kept, " + Text.count(e.items().size(), "thing");
      case Event.ComponentDestroyed e -> e.component() + ": nothing of it is left";
      case Event.ComponentFinished e ->
          e.component()
              + " "
              + e.status().word()
              + " in "
              + Text.duration(e.seconds())
              + (e.message().isEmpty() ? "" : ": " + e.message());
      case Event.RolloutFinished e ->
          "rollout " + e.status().word() + (e.message().isEmpty() ? "" : ": " + e.message());
    };
  }
}
