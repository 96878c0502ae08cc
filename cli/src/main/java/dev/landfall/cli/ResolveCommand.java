package dev.landfall.cli;

import dev.landfall.engine.event.Rollout.OpenEffect;
import dev.landfall.engine.release.Workspace;
import dev.landfall.engine.rollout.Doubts;
import dev.landfall.spi.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `landfall resolve`: lists what nobody knows to have happened, and takes people's answers.
@Command(
    name = "resolve",
    description = {
      "List the effects of which nobody knows whether they took place, or answer for one.",
      "The next deploy goes on from the answer."
    })
final class ResolveCommand extends TargetCommand {
  @Option(names = "--effect", paramLabel = "KEY", description = "The effect that is answered for.")
  @Nullable String effect;

  @Option(
      names = "--component",
      paramLabel = "NAME",
      description = "The component it belongs to; needed when several have that key.")
  @Nullable String component;

  @ArgGroup(multiplicity = "0..1")
  @Nullable Answer answer;

  static final class Answer {
    @Option(names = "--done", description = "It took place.")
    boolean done;

    @Option(names = "--not-done", description = "It did not take place.")
    boolean notDone;
  }

  @Override
  Exit run(Session session) throws Failure, Workspace.InvalidException {
    var doubts = new Doubts(session.log(), session.holder(), session.liveness());
    var targets = Targets.ofLog(session, options);
    return effect == null ? list(session, doubts, targets) : answer(session, doubts, targets);
  }

  private Exit list(Session session, Doubts doubts, List<Target> targets) {
    var document = Documents.object();
    var array = document.putArray("effects");
    for (var target : targets) {
      for (var open : doubts.of(target)) {
        var node = array.addObject();
        node.set("target", Documents.target(target));
        node.put("component", open.component());
        node.put("key", open.key());
        node.put("what", open.what());
        node.put("question", open.question());
        node.put("doubt", open.doubt().orElse(""));
        session
            .console()
            .say(
                target
                    + "  "
                    + open.component()
                    + "  "
                    + open.key()
                    + "\n    "
                    + open.what()
                    + "\n    "
                    + open.question());
      }
    }
    if (array.isEmpty()) {
      session.console().say("Nothing is in doubt.");
    }
    session.console().document(() -> document);
    return Exit.DONE;
  }

  private Exit answer(Session session, Doubts doubts, List<Target> targets) throws Failure {
    if (answer == null) {
      throw Failure.invalid("No answer is given for " + effect + ".", "Add --done or --not-done.");
    }
    record Place(Target target, OpenEffect open) {}
    var places =
        targets.stream()
            .flatMap(target -> doubts.of(target).stream().map(open -> new Place(target, open)))
            .filter(place -> place.open().key().equals(effect))
            .filter(place -> component == null || place.open().component().equals(component))
            .toList();
    if (places.size() != 1) {
      throw Failure.invalid(
          places.isEmpty()
              ? "No effect " + effect + " is in doubt there."
              : places.size() + " effects with key " + effect + " are in doubt.",
          "`landfall resolve` lists them; --env, --region and --component say which one is meant.");
    }
    var place = places.getFirst();
    var held = doubts.settle(place.target(), place.open(), answer.done);
    if (held.isPresent()) {
      throw new Failure(
          Exit.HELD,
          place.target() + " is held by " + held.get().claim().holder() + ".",
          "Wait until it ends, then answer again.");
    }
    session
        .console()
        .say("Recorded: " + effect + (answer.done ? " took place." : " did not take place."));
    return Exit.DONE;
  }
}
