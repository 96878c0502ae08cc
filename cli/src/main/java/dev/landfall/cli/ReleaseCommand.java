package dev.landfall.cli;

import dev.landfall.engine.release.Release;
import dev.landfall.engine.release.Workspace;
import picocli.CommandLine.Command;

/// `landfall release`: the commits that a deploy would roll out now.
@Command(name = "release", description = "Print the commits that would be rolled out now.")
final class ReleaseCommand extends TargetCommand {
  @Override
  Exit run(Session session) throws Failure, Workspace.InvalidException {
    var release = session.load().release();
    session.log().keep(release);
    var document = Documents.object();
    document.put("release", release.id());
    document.put("committed", release.isCommitted());
    var repositories = document.putObject("repositories");
    var console = session.console();
    console.say(release.id());
    release
        .pins()
        .forEach((name, pin) -> {
          repositories
              .putObject(name)
              .put("location", pin.location())
              .put("path", pin.path())
              .put("commit", pin.commit())
              .put("content", pin.content())
              .put("committed", pin.committed());
          console.say(
              "  "
                  + (name.equals(Release.BLUEPRINT) ? "blueprint" : name)
                  + "  "
                  + pin.shortCommit()
                  + "  "
                  + pin.location()
                  + (pin.path().isEmpty() ? "" : "/" + pin.path()));
        });
    if (!release.isCommitted()) {
      console.say(
          "Some files are not committed: this release can be repeated only while they lie there"
              + " unchanged.");
    }
    console.document(() -> document);
    return Exit.DONE;
  }
}
