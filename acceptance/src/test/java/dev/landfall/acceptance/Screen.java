package dev.landfall.acceptance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// What is seen on a terminal: understands as much of ECMA-48 as Landfall uses, and refuses the
/// rest. Lines that scroll out at the top are kept. Threads may share it.
final class Screen {
  private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[([?0-9;]*)([A-Za-z])");

  private final int columns;
  private final char[][] cells;
  private final List<String> above = new ArrayList<>();
  private final StringBuilder everything = new StringBuilder();
  private final StringBuilder sequence = new StringBuilder();
  private int line;
  private int column;
  private int redrawn;
  private boolean wraps = true;

  Screen(int lines, int columns) {
    this.columns = columns;
    this.cells = new char[lines][columns];
    for (var row : cells) {
      Arrays.fill(row, ' ');
    }
  }

  synchronized void write(String text) {
    everything.append(text);
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (!sequence.isEmpty()) {
        sequence.append(c);
        var matcher = SEQUENCE.matcher(sequence);
        if (matcher.matches()) {
          obey(matcher.group(1), matcher.group(2).charAt(0));
          sequence.setLength(0);
        } else if (sequence.length() > 12) {
          throw new IllegalStateException("not understood: " + sequence);
        }
        continue;
      }
      switch (c) {
        case '\u001b' -> sequence.append(c);
        case '\r' -> column = 0;
        case '\n' -> down();
        default -> put(c);
      }
    }
  }

  private void put(char c) {
    if (column == columns) {
      if (wraps) {
        column = 0;
        down();
      } else {
        column = columns - 1;
      }
    }
    cells[line][column++] = c;
  }

  private void down() {
    if (line < cells.length - 1) {
      line++;
      return;
    }
    above.add(text(cells[0]));
    System.arraycopy(cells, 1, cells, 0, cells.length - 1);
    cells[line] = new char[columns];
    Arrays.fill(cells[line], ' ');
  }

  private void obey(String parameters, char command) {
    switch (command) {
      case 'A' -> {
        line = Math.max(0, line - Integer.parseInt(parameters));
        redrawn++;
      }
      case 'K' -> Arrays.fill(cells[line], column, columns, ' ');
      case 'J' -> {
        Arrays.fill(cells[line], column, columns, ' ');
        for (var below = line + 1; below < cells.length; below++) {
          Arrays.fill(cells[below], ' ');
        }
      }
      case 'm' -> {}
      case 'l', 'h' -> {
        if (!parameters.equals("?7")) {
          throw new IllegalStateException("not understood: " + parameters + command);
        }
        wraps = command == 'h';
      }
      default -> throw new IllegalStateException("not understood: " + parameters + command);
    }
  }

  private static String text(char[] row) {
    return new String(row).stripTrailing();
  }

  /// The lines that can be seen, without the empty ones at the bottom.
  synchronized List<String> seen() {
    var lines = new ArrayList<String>();
    for (var row : cells) {
      lines.add(text(row));
    }
    while (!lines.isEmpty() && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines;
  }

  /// What can be seen, and what can be scrolled back to.
  synchronized String all() {
    var lines = new ArrayList<>(above);
    lines.addAll(seen());
    return String.join("\n", lines);
  }

  /// Everything that was ever written, with its control sequences.
  synchronized String everything() {
    return everything.toString();
  }

  /// How often something was drawn over.
  synchronized int redrawn() {
    return redrawn;
  }
}
