package dev.landfall.cli;

import dev.landfall.sandbox.postgresql.PostgresServer;
import dev.landfall.spi.FileReason;
import java.io.IOException;

/// Tells why a command failed, to people and to programs.
final class Failures {
  private Failures() {}

  /// What a command that starts stand-ins does.
  @FunctionalInterface
  interface Work {
    Exit run() throws Failure, IOException, PostgresServer.StartException, InterruptedException;
  }

  /// Does a command's work; when it fails, tells why. An interruption is how people end stand-ins.
  ///
  /// @return the code the command ends with
  static Exit told(Console console, Work work) {
    try {
      return work.run();
    } catch (Failure e) {
      return tell(console, e);
    } catch (IOException e) {
      return tell(console, StandIns.failure(FileReason.of(e)));
    } catch (PostgresServer.StartException e) {
      return tell(console, StandIns.failure(e.getMessage()));
    } catch (InterruptedException e) {
      return Exit.DONE;
    }
  }

  /// @return the code the command ends with
  static Exit tell(Console console, Failure failure) {
    if (!failure.problems().isEmpty()) {
      console.complain(failure.problems());
      console.document(() -> Documents.problems(failure.problems()));
    } else {
      console.complain("error: " + failure.getMessage());
      if (!failure.next().isEmpty()) {
        console.complain(failure.next());
      }
      console.document(() -> Documents.failure(failure));
    }
    return failure.exit();
  }
}
