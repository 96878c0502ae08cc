package dev.landfall.cli;

import dev.landfall.cli.Console.Color;
import dev.landfall.cli.Progress.Cell;
import dev.landfall.cli.Progress.Row;
import dev.landfall.engine.event.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the progress of rollouts looks like in a window: a line per target, a column per component,
/// and a sentence below. It never has more lines or columns than can be seen.
final class ProgressTable {
  /// How long a component's bar is, from the widest window to the narrowest.
  private static final int[] BARS = {20, 10, 0};

  /// Room for what is being done, before bars get shorter for it.
  private static final int WORDS = 24;

  private static final String GAP = "  ";
  private final Console console;
  private final Progress progress;
  private final Instant began;

  ProgressTable(Console console, Progress progress, Instant began) {
    this.console = console;
    this.progress = progress;
    this.began = began;
  }

  /// The lines as they are drawn.
  List<String> lines(Window window, Instant now) {
    // The cursor waits in the line below.
    var room = window.lines() - 2;
    var all = progress.rows();
    var shown = all.size() <= room ? all : progress.mostUrgent(Math.max(0, room - 1));
    var layout = Layout.of(progress, window.columns());
    var lines = new ArrayList<String>();
    if (room > all.size() && layout.isByComponent()) {
      lines.add(head(layout, window));
    }
    shown.forEach(row -> lines.add(line(row, layout, window, now)));
    if (shown.size() < all.size() && room > 0) {
      lines.add(rest(all, shown, window));
    }
    if (room > -1) {
      lines.add(summary(window, now));
    }
    return lines;
  }

  /// How wide the columns are.
  ///
  /// @param target width of the targets' names
  /// @param bar how long bars are
  /// @param columns widths by component; empty when there is no room for each
  private record Layout(int target, int bar, Map<String, Integer> columns) {
    static Layout of(Progress progress, int width) {
      var target =
          progress.rows().stream()
              .mapToInt(row -> row.target().toString().length())
              .max()
              .orElse(0);
      for (var bar : BARS) {
        var columns = new LinkedHashMap<String, Integer>();
        for (var component : progress.components()) {
          var counts =
              progress.rows().stream()
                  .flatMap(row -> Optional.ofNullable(row.cells().get(component)).stream())
                  .mapToInt(cell -> count(cell.done(), cell.total()).length())
                  .max()
                  .orElse(0);
          columns.put(component, Math.max(component.length(), counts + (bar > 0 ? bar + 1 : 0)));
        }
        var layout = new Layout(target, bar, columns);
        if (layout.width() + (bar > 0 ? WORDS : 0) <= width) {
          return layout;
        }
      }
      return new Layout(target, 0, Map.of());
    }

    private int width() {
      return 2 + target + columns.values().stream().mapToInt(each -> GAP.length() + each).sum();
    }

    boolean isByComponent() {
      return !columns.isEmpty();
    }
  }

  private String head(Layout layout, Window window) {
    var line = new Line(window.columns());
    line.add(Color.DIM, " ".repeat(2 + layout.target()));
    layout.columns().forEach((name, width) -> line.add(Color.DIM, GAP + Text.pad(name, width)));
    return line.text();
  }

  private String line(Row row, Layout layout, Window window, Instant now) {
    var line = new Line(window.columns());
    line.add(color(row.status()), symbol(row.status()) + " ");
    line.add(Text.pad(row.target().toString(), layout.target()));
    if (layout.isByComponent()) {
      layout
          .columns()
          .forEach((name, width) -> {
            line.add(GAP);
            var cell = Optional.ofNullable(row.cells().get(name));
            cell.ifPresentOrElse(
                there -> cell(line, there, layout.bar(), width), () -> line.add(" ".repeat(width)));
          });
    } else {
      line.add(GAP + count(row.done(), row.total()));
    }
    line.add(Color.DIM, GAP + words(row, now));
    return line.text();
  }

  private static void cell(Line line, Cell cell, int bar, int width) {
    var share = cell.total() == 0 ? cell.status() == Status.SUCCEEDED ? 1 : 0 : -1;
    var full = share >= 0 ? share * bar : (int) ((long) bar * cell.done() / cell.total());
    var count = count(cell.done(), cell.total());
    var right = width - count.length();
    if (bar > 0) {
      line.add(color(cell.status()), "█".repeat(full));
      line.add(Color.DIM, "░".repeat(bar - full));
      right -= bar;
    }
    line.add(
        cell.status() == Status.PENDING ? Color.DIM : color(cell.status()),
        " ".repeat(Math.max(0, right)) + count);
  }

  /// What happens in a target, or how it ended.
  private String words(Row row, Instant now) {
    var time = Text.duration(row.seconds(now));
    return switch (row.status()) {
      case PENDING -> row.wave() > progress.wave() ? "waits for wave " + progress.wave() : "waits";
      case RUNNING -> time + row.running().map(entry -> GAP + entry.getValue().doing()).orElse("");
      case SUCCEEDED -> time;
      case FAILED, IN_DOUBT, CANCELLED ->
          time + GAP + row.status().word().replace('_', ' ') + ": " + row.message();
    };
  }

  private String rest(List<Row> all, List<Row> shown, Window window) {
    var kinds = new LinkedHashMap<String, Integer>();
    all.stream()
        .filter(row -> !shown.contains(row))
        .sorted(Comparator.comparingInt(Progress::rank))
        .forEach(row -> {
          var kind =
              switch (row.status()) {
                case RUNNING -> "running";
                case FAILED, IN_DOUBT, CANCELLED -> "failed";
                case PENDING -> "waiting";
                case SUCCEEDED -> "done";
              };
          kinds.merge(kind, 1, Integer::sum);
        });
    var words = kinds.entrySet().stream().map(kind -> kind.getValue() + " " + kind.getKey());
    var line = new Line(window.columns());
    line.add(Color.DIM, "  … and " + String.join(", ", words.toList()));
    return line.text();
  }

  /// How many targets are done, how long it has taken, and how long it is likely to take.
  String summary(Window window, Instant now) {
    var rows = progress.rows();
    var done = progress.count(Status.SUCCEEDED);
    var failed = progress.failed() == 0 ? "" : ", " + progress.failed() + " failed";
    var changes =
        count(rows.stream().mapToInt(Row::done).sum(), rows.stream().mapToInt(Row::total).sum());
    var time = Text.duration(Progress.seconds(began, now)) + left(now);
    var whole =
        "%d of %s done%s, %s changes, %s"
            .formatted(done, Text.count(rows.size(), "target"), failed, changes, time);
    var line = new Line(window.columns());
    line.add(
        Color.BOLD,
        whole.length() <= window.columns()
            ? whole
            : "%d/%d%s, %s".formatted(done, rows.size(), failed, time));
    return line.text();
  }

  private String left(Instant now) {
    if (progress.wave() == 0) {
      return "";
    }
    var left = progress.secondsLeft(now);
    return left.isEmpty() ? "" : ", about " + Text.roughly(left.getAsDouble()) + " left";
  }

  private static String count(int done, int total) {
    var all = String.valueOf(total);
    return " ".repeat(Math.max(0, all.length() - String.valueOf(done).length())) + done + "/" + all;
  }

  private static String symbol(Status status) {
    return switch (status) {
      case SUCCEEDED -> "✓";
      case FAILED, CANCELLED -> "✗";
      case IN_DOUBT -> "?";
      case RUNNING -> ">";
      case PENDING -> " ";
    };
  }

  private static Color color(Status status) {
    return switch (status) {
      case SUCCEEDED -> Color.GREEN;
      case FAILED, IN_DOUBT, CANCELLED -> Color.RED;
      case PENDING -> Color.DIM;
      case RUNNING -> Color.YELLOW;
    };
  }

  /// A line that ends where the window does.
  private final class Line {
    private final int columns;
    private final StringBuilder text = new StringBuilder();
    private int used;

    Line(int columns) {
      this.columns = columns;
    }

    void add(String part) {
      text.append(cut(part));
    }

    void add(Color color, String part) {
      var kept = cut(part);
      if (!kept.isEmpty()) {
        text.append(console.in(color, kept));
      }
    }

    private String cut(String part) {
      var clean = part.replaceAll("\\p{Cntrl}+", " ");
      var room = columns - used;
      var kept =
          clean.length() <= room ? clean : room < 1 ? "" : clean.substring(0, room - 1) + "…";
      used += kept.length();
      return kept;
    }

    String text() {
      return text.toString();
    }
  }
}
