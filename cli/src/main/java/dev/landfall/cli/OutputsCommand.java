package dev.landfall.cli;

import dev.landfall.engine.event.TargetState;
import dev.landfall.engine.release.Workspace;
import picocli.CommandLine.Command;

/// `landfall outputs`: what each component told the ones after it.
@Command(name = "outputs", description = "Show what components put out in their last rollout.")
final class OutputsCommand extends TargetCommand {
  @Override
  boolean writesLog() {
    return false;
  }

  @Override
  Exit run(Session session) throws Failure, Workspace.InvalidException {
    var document = Documents.object();
    var array = document.putArray("targets");
    var states = TargetState.of(session.log(), Targets.ofLog(session, options));
    for (var state : states.values()) {
      var node = array.addObject();
      node.set("target", Documents.target(state.target()));
      var components = node.putObject("components");
      session.console().say(state.target().toString());
      state
          .components()
          .forEach((name, end) -> {
            components.set(name, Documents.tree(end.outputs()));
            end.outputs()
                .forEach((output, value) ->
                    session.console().say("  " + name + "." + output + " = " + value));
          });
    }
    if (states.isEmpty()) {
      session.console().say("No target has been rolled out yet.");
    }
    session.console().document(() -> document);
    return Exit.DONE;
  }
}
