package dev.landfall.benchmarks;

import java.util.Locale;

/// The table that a benchmark of a stand-in prints.
final class Table {
  private Table() {}

  static void begin() {
    System.out.println("| what | measured | wanted | limit |");
    System.out.println("|---|---|---|---|");
  }

  static void row(String what, String measured, String wanted, String limit) {
    System.out.println("| " + what + " | " + measured + " | " + wanted + " | " + limit + " |");
  }

  static String seconds(double value) {
    return String.format(Locale.ROOT, "%.2f s", value);
  }
}
