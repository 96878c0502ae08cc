package dev.landfall.cli;

import dev.landfall.cli.Console.Color;
import dev.landfall.engine.event.EventLog.Held;
import dev.landfall.engine.event.Status;
import dev.landfall.engine.event.TargetState;
import dev.landfall.engine.release.Workspace;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// `landfall status`: how each target stands.
@Command(name = "status", description = "Show how each target stands, and who works on it.")
final class StatusCommand extends TargetCommand {
  @Override
  boolean writesLog() {
    return false;
  }

  @Override
  Exit run(Session session) throws Failure, Workspace.InvalidException {
    var console = session.console();
    var targets = Targets.ofLog(session, options);
    var document = Documents.object();
    var array = document.putArray("targets");
    var states = TargetState.of(session.log(), targets);
    for (var state : states.values()) {
      var node = array.addObject();
      node.set("target", Documents.target(state.target()));
      var held = session.log().held(state.target());
      var line = new StringBuilder(state.target().toString());
      if (state.last().isEmpty()) {
        node.put("status", "never");
        line.append("  never rolled out");
      } else {
        var head = state.last().get();
        var status = status(session, head, held);
        node.put("status", status);
        node.put("rollout", head.rollout());
        node.put("release", head.release());
        node.put("changes", head.changes());
        node.put("actor", head.actor());
        node.put("started", head.started().toString());
        head.finished().ifPresent(at -> node.put("finished", at.toString()));
        node.put("message", head.message());
        var color = status.equals(Status.SUCCEEDED.word()) ? Color.GREEN : Color.YELLOW;
        line.append("  ")
            .append(console.in(color, status))
            .append("  release ")
            .append(head.release())
            .append("  ")
            .append(head.rollout())
            .append("  by ")
            .append(head.actor())
            .append(" at ")
            .append(head.finished().orElse(head.started()));
        if (!head.message().isEmpty()) {
          line.append("\n    ").append(head.message());
        }
        if (status.equals("interrupted")) {
          line.append("\n    The same command takes it up again.");
        } else if (status.equals(Status.IN_DOUBT.word())) {
          line.append("\n    `landfall resolve` lists what is in doubt, and takes the answer.");
        }
      }
      var destroyed = node.putArray("destroyed");
      state.components().keySet().stream().filter(state::isDestroyed).forEach(destroyed::add);
      if (!destroyed.isEmpty()) {
        line.append("\n    nothing is left of ").append(names(destroyed));
      }
      held.ifPresent(by -> {
        node.set("held_by", Documents.holder(by).put("expires", by.expires().toString()));
        line.append("\n    held by ").append(by.claim().holder());
      });
      console.say(line.toString());
    }
    if (states.isEmpty()) {
      console.say("No target has been rolled out yet.");
    }
    console.document(() -> document);
    return Exit.DONE;
  }

  private static String names(ArrayNode names) {
    return names.valueStream().map(JsonNode::stringValue).collect(Collectors.joining(", "));
  }

  /// `interrupted` is a rollout that is not finished and that nobody works on.
  private static String status(Session session, TargetState.Head head, Optional<Held> held) {
    if (head.status().isFinal()) {
      return head.status().word();
    }
    var working =
        held.filter(by -> by.claim().rollout().equals(head.rollout()))
            .filter(by -> by.expires().isAfter(session.clock().instant()))
            .filter(by -> !session.liveness().isGone(by.claim().holder()));
    return working.isPresent() ? head.status().word() : "interrupted";
  }
}
