package dev.landfall.sandbox.snowflake.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Statements kept beside the tests, each under a line `--@ title`.
public final class Corpus {
  /// One of them.
  public record Entry(String title, String sql) {
    @Override
    public String toString() {
      return title;
    }
  }

  private Corpus() {}

  /// 50 statements typical of the repository of a data platform.
  public static List<Entry> typical() {
    return read("typical.sql");
  }

  /// What the ticketing example and its rollbacks are made of, titled by what each is read as.
  static List<Entry> ticketing() {
    return read("ticketing.sql");
  }

  private static List<Entry> read(String file) {
    List<Entry> entries = new ArrayList<>();
    for (String part : text(file).split("(?m)^--@ ")) {
      if (!part.isBlank()) {
        int line = part.indexOf('\n');
        entries.add(new Entry(part.substring(0, line).strip(), part.substring(line + 1).strip()));
      }
    }
    return entries;
  }

  private static String text(String file) {
    try (var in = Objects.requireNonNull(Corpus.class.getResourceAsStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
