package dev.landfall.cli;

import dev.landfall.engine.plan.PlanException;
import dev.landfall.engine.release.Workspace;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Mixin;

/// A command about targets: opens what it needs, and turns every end into an exit code.
abstract class TargetCommand implements Callable<Integer> {
  @Mixin final TargetOptions options = new TargetOptions();

  abstract Exit run(Session session)
      throws Failure, Workspace.InvalidException, PlanException, InterruptedException;

  /// Whether it takes the files as they lie there, whatever branch the environment is deployed
  /// from.
  boolean readsWorkingTree() {
    return false;
  }

  /// Whether it asks what happened before.
  boolean readsLog() {
    return true;
  }

  /// Whether it adds to the record of what happened, or keeps a release. One that does not makes no
  /// record where there is none.
  boolean writesLog() {
    return true;
  }

  @Override
  public final Integer call() {
    var session = new Session(options, readsWorkingTree());
    try (session) {
      options.check();
      if (readsLog()) {
        session.expectLog(writesLog());
      }
      return run(session).code();
    } catch (Workspace.InvalidException e) {
      return Failures.tell(session.console(), new Failure(e.problems())).code();
    } catch (Failure e) {
      return Failures.tell(session.console(), e).code();
    } catch (PlanException e) {
      var failure =
          e.problems().isEmpty()
              ? new Failure(
                  Exit.FAILED, e.target() + ", " + e.component() + ": " + e.getMessage(), e.next())
              : new Failure(e.problems());
      return Failures.tell(session.console(), failure).code();
    } catch (InterruptedException e) {
      var failure = new Failure(Exit.FAILED, "Cancelled.", "Nothing more is done by this process.");
      return Failures.tell(session.console(), failure).code();
    } catch (RuntimeException e) {
      LoggerFactory.getLogger(TargetCommand.class).error("a command failed", e);
      var what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      // Where the state folder cannot be written to, neither can the log file.
      var next = Files.exists(session.logFile()) ? "Details are in " + session.logFile() + "." : "";
      return Failures.tell(session.console(), new Failure(Exit.FAILED, what, next)).code();
    }
  }
}
