package dev.landfall.liquibase.changelog;

import dev.landfall.spi.Problem.Location;
import java.util.Arrays;

/// Turns offsets in a text into lines and columns. Immutable.
final class Lines {
  private final int[] starts;
  private final int length;

  private Lines(int[] starts, int length) {
    this.starts = starts;
    this.length = length;
  }

  static Lines of(String text) {
    var starts = new int[16];
    var count = 1;
    for (var i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = i + 1;
      }
    }
    return new Lines(Arrays.copyOf(starts, count), text.length());
  }

  /// The line of an offset, from 1.
  int line(int offset) {
    var found = Arrays.binarySearch(starts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /// Where a line begins; a line counts from 1.
  int start(int line) {
    return line > starts.length ? length : starts[Math.max(line, 1) - 1];
  }

  /// How many lines there are.
  int count() {
    return starts.length;
  }

  Location location(String file, int offset) {
    var line = line(offset);
    return new Location(file, line, offset - starts[line - 1] + 1);
  }
}
