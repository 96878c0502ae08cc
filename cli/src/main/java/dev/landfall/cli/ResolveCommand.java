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
  boolean writesLog() {
    return false;
  }

  @Override
  Exit run(Session session) throws Failure, Workspace.InvalidException {
    var doubts = new Doubts(session.log(), session.holder(), session.liveness());
    var targets = Targets.ofLog(session, options);
    if (effect != null) {
      if (answer == null) {
        throw Failure.invalid(
            "No answer is given for " + quoted(effect) + ".", "Add --done or --not-done.");
      }
      return answer(session, doubts, targets, effect, answer.done);
    }
    if (answer != null) {
      throw Failure.invalid(
          "It is not said what is answered for.", "`landfall resolve` lists the effects and keys.");
    }
    return list(session, doubts, targets);
  }

  private static Exit list(Session session, Doubts doubts, List<Target> targets) {
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
        node.put("begun", open.begun().toString());
        page(target, open).forEach(session.console()::say);
      }
    }
    session
        .console()
        .say(
            array.isEmpty()
                ? "Nothing is in doubt."
                : "Find out, and say --done or --not-done; the next deploy goes on from there.");
    session.console().document(() -> document);
    return Exit.DONE;
  }

  private static List<String> page(Target target, OpenEffect open) {
    return List.of(
        target + "  " + open.component() + ": " + open.what(),
        "    begun at "
            + open.begun()
            + " in "
            + open.rollout()
            + open.doubt().map(doubt -> "; " + doubt).orElse(""),
        "    " + open.question(),
        "    landfall resolve --env "
            + target.environment()
            + " --region "
            + target.region()
            + " --effect "
            + quoted(open.key())
            + " --done | --not-done",
        "");
  }

  /// As one word of a POSIX shell.
  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private Exit answer(
      Session session, Doubts doubts, List<Target> targets, String key, boolean done)
      throws Failure {
    record Place(Target target, OpenEffect open) {}
    var places =
        targets.stream()
            .flatMap(target -> doubts.of(target).stream().map(open -> new Place(target, open)))
            .filter(place -> place.open().key().equals(key))
            .filter(place -> component == null || place.open().component().equals(component))
            .toList();
    if (places.size() != 1) {
      throw Failure.invalid(
          places.isEmpty()
              ? "No effect " + quoted(key) + " is in doubt."
              : places.size() + " effects with key " + quoted(key) + " are in doubt.",
          "`landfall resolve` lists them; --env, --region and --component say which one is meant.");
    }
    var place = places.getFirst();
    var held = doubts.settle(place.target(), place.open(), done);
    if (held.isPresent()) {
      throw new Failure(
          Exit.HELD,
          place.target() + " is held by " + held.get().claim().holder() + ".",
          "Wait until it ends, then answer again.");
    }
    session
        .console()
        .say(
            "Recorded for "
                + place.target()
                + ": it "
                + (done ? "took place: " : "did not take place: ")
                + place.open().what()
                + ". The next deploy goes on from there.");
    session
        .console()
        .document(() -> {
          var document = Documents.object();
          document.set("target", Documents.target(place.target()));
          return document
              .put("component", place.open().component())
              .put("key", place.open().key())
              .put("answer", done ? "done" : "not_done");
        });
    return Exit.DONE;
  }
}
