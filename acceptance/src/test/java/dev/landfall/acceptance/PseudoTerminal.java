package dev.landfall.acceptance;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/// A terminal without a person: programs that are given its device cannot tell it from a real one,
/// and what they write is drawn on a [Screen]. Made as POSIX has it (`posix_openpt`), so nothing
/// needs to be installed.
@SuppressWarnings("restricted")
final class PseudoTerminal implements AutoCloseable {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle OPEN = function("posix_openpt", ValueLayout.JAVA_INT);
  private static final MethodHandle GRANT = function("grantpt", ValueLayout.JAVA_INT);
  private static final MethodHandle UNLOCK = function("unlockpt", ValueLayout.JAVA_INT);
  private static final MethodHandle CLOSE = function("close", ValueLayout.JAVA_INT);
  private static final MethodHandle NAME = function("ptsname", ValueLayout.ADDRESS);
  private static final MethodHandle READ = transfer("read");
  private static final MethodHandle WRITE = transfer("write");
  private static final byte CONTROL_C = 3;
  private static final int READ_AND_WRITE = 2;
  private static final int NOT_OURS =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? 0x20000 : 0x100;

  private final int master;
  private final Path device;
  private final Screen screen;
  private final FileInputStream kept;
  private final Thread reader;

  private static MethodHandle function(String name, ValueLayout result) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, ValueLayout.JAVA_INT));
  }

  private static MethodHandle transfer(String name) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_LONG));
  }

  private PseudoTerminal(int master, Path device, Screen screen) throws IOException {
    this.master = master;
    this.device = device;
    this.screen = screen;
    // Without anybody who has the device open, reading ends.
    this.kept = new FileInputStream(device.toFile());
    this.reader = Thread.ofPlatform().name("terminal").daemon().start(this::read);
  }

  static PseudoTerminal open(int lines, int columns) throws Exception {
    try {
      var master = (int) OPEN.invokeExact(READ_AND_WRITE | NOT_OURS);
      if (master < 0
          || (int) GRANT.invokeExact(master) != 0
          || (int) UNLOCK.invokeExact(master) != 0) {
        throw new IOException("no pseudo-terminal can be opened");
      }
      var name = (MemorySegment) NAME.invokeExact(master);
      var device = Path.of(name.reinterpret(1024).getString(0));
      var terminal = new PseudoTerminal(master, device, new Screen(lines, columns));
      terminal.tellSize(lines, columns);
      return terminal;
    } catch (Exception e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private void tellSize(int lines, int columns) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder("stty", "rows", "" + lines, "cols", "" + columns)
            .redirectInput(device.toFile())
            .redirectErrorStream(true)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(
          "stty: " + new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /// Presses Ctrl-C: the system sends SIGINT to the programs whose controlling terminal this is.
  void pressControlC() {
    press(new byte[] {CONTROL_C});
  }

  /// Types a line, and presses Enter.
  void type(String line) {
    press((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void press(byte[] keys) {
    try (var arena = Arena.ofConfined()) {
      var memory = arena.allocateFrom(ValueLayout.JAVA_BYTE, keys);
      if ((long) WRITE.invokeExact(master, memory, (long) keys.length) != keys.length) {
        throw new IllegalStateException("the keys cannot be pressed");
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /// What a program must be given as its input and output.
  Path device() {
    return device;
  }

  Screen screen() {
    return screen;
  }

  private void read() {
    try (var text = new InputStreamReader(new Master(), StandardCharsets.UTF_8)) {
      var buffer = new char[1024];
      for (var n = text.read(buffer); n >= 0; n = text.read(buffer)) {
        screen.write(new String(buffer, 0, n));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Master extends InputStream {
    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try (var arena = Arena.ofConfined()) {
        var memory = arena.allocate(length);
        var count = (long) READ.invokeExact(master, memory, (long) length);
        if (count <= 0) {
          return -1;
        }
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, 0, bytes, offset, (int) count);
        return (int) count;
      } catch (Throwable e) {
        throw new IOException(e);
      }
    }
  }

  /// Waits until everything that programs wrote is drawn. None may be running any more.
  void drain() throws InterruptedException {
    letGo();
    reader.join();
  }

  private void letGo() {
    try {
      kept.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    letGo();
    try {
      var result = (int) CLOSE.invokeExact(master);
      if (result != 0) {
        throw new IllegalStateException("the pseudo-terminal does not close");
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
