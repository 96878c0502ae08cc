package dev.landfall.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// How much of the terminal can be seen.
///
/// @param lines from top to bottom
/// @param columns from left to right
record Window(int lines, int columns) {
  /// What a terminal has that does not say.
  static final Window USUAL = new Window(24, 80);

  private static final Pattern SIZE = Pattern.compile("(\\d{1,5}) (\\d{1,5})\\s*");

  /// Asks the terminal that standard input is; Java cannot tell, so `stty` is asked, as POSIX has
  /// it. Takes milliseconds.
  static Window ask() throws InterruptedException {
    try {
      var process =
          new ProcessBuilder("stty", "size")
              .redirectInput(Redirect.INHERIT)
              .redirectError(Redirect.DISCARD)
              .start();
      if (!process.waitFor(1, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return USUAL;
      }
      try (var answer = process.getInputStream()) {
        return parse(new String(answer.readAllBytes(), StandardCharsets.US_ASCII)).orElse(USUAL);
      }
    } catch (IOException e) {
      return USUAL;
    }
  }

  /// A terminal that does not know its size says that it has none.
  private static Optional<Window> parse(String answer) {
    return Optional.of(SIZE.matcher(answer))
        .filter(size -> size.matches())
        .map(size -> new Window(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2))))
        .filter(window -> window.lines > 0 && window.columns > 0);
  }
}
