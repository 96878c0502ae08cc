package dev.landfall.engine.event;

import dev.landfall.engine.event.EventLog.Holder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/// Tells by the operating system whether a holder's process is gone. Threads may share it.
///
/// A process is known by the kernel's boot id, its PID namespace, and its start in clock ticks
/// since boot (proc(5): `/proc/sys/kernel/random/boot_id`, `/proc/PID/ns/pid`, field 22 of
/// `/proc/PID/stat`). Ticks, unlike a start instant, stay the same when the wall clock is set. A
/// holder of another boot or namespace, a container of the same host name for one, is never called
/// gone; neither is any on a system without `/proc`: their claims end when they expire.
public final class ProcessLiveness implements EventLog.Liveness {
  private static final Path PROC = Path.of("/proc");
  private static final int STATE = 0;
  private static final int START_TICKS = 19;

  private final Optional<String> machine = machine();

  /// This process, as a holder of claims.
  ///
  /// @param actor who started it
  /// @param clock tells the start of a process whose system does not
  public static Holder self(String actor, Clock clock) {
    var process = ProcessHandle.current();
    var identity = machine().flatMap(machine -> identity(machine, process.pid()));
    var started = process.info().startInstant().orElseGet(clock::instant);
    return new Holder(actor, hostName(), process.pid(), started, identity.orElse(""));
  }

  @Override
  public boolean isGone(Holder holder) {
    return machine
        .filter(here -> holder.identity().startsWith(here + " "))
        .filter(here -> seesEveryProcess())
        .map(here -> isOver(here, holder))
        .orElse(false);
  }

  private static boolean isOver(String machine, Holder holder) {
    try {
      var stat = stat(holder.pid());
      // A zombie has ended; only its parent has not noticed yet.
      var ended = stat[STATE].equals("Z") || stat[STATE].equals("X");
      return ended || !holder.identity().equals(machine + " " + stat[START_TICKS]);
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// Process 1 always runs: who does not see it looks at a /proc that hides other people's.
  private static boolean seesEveryProcess() {
    return Files.isReadable(PROC.resolve("1/stat"));
  }

  private static Optional<String> machine() {
    try {
      var boot = Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
      var namespace = Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString();
      return Optional.of(boot + " " + namespace);
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> identity(String machine, long pid) {
    try {
      return Optional.of(machine + " " + stat(pid)[START_TICKS]);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// The fields of `/proc/PID/stat` from the third on; the second, the program's name, may hold
  /// anything.
  private static String[] stat(long pid) throws IOException {
    var line = Files.readString(PROC.resolve(pid + "/stat"));
    return line.substring(line.lastIndexOf(')') + 2).split(" ");
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
