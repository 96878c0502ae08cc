package dev.landfall.cli;

import dev.landfall.cli.Console.Color;
import dev.landfall.engine.event.Event;
import dev.landfall.engine.event.Status;
import dev.landfall.engine.plan.TargetPlan;
import dev.landfall.engine.rollout.Preparation;
import dev.landfall.engine.rollout.Preparation.Prepared;
import dev.landfall.engine.rollout.RolloutListener;
import dev.landfall.spi.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Shows how rollouts come on: on a terminal a table of targets and components that is drawn again
/// and again, elsewhere one line for each step that matters. Threads share it.
final class ProgressDisplay implements RolloutListener, AutoCloseable {
  private static final int BAR = 20;
  private final Console console;
  private final Clock clock;
  private final Instant began;
  private final Map<Target, Map<String, Cell>> cells = new LinkedHashMap<>();
  private final ScheduledExecutorService timer;
  private int drawn;

  private static final class Cell {
    private final int changes;
    private Status status = Status.PENDING;
    private int done;
    private int total;
    private String doing = "";

    Cell(int changes) {
      this.changes = changes;
      this.total = changes;
    }
  }

  private ProgressDisplay(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
    this.began = clock.instant();
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("display").daemon(true).factory());
  }

  static ProgressDisplay open(Console console, Preparation preparation, Clock clock) {
    var display = new ProgressDisplay(console, clock);
    preparation
        .inOrder()
        .forEach(entry -> {
          switch (entry.getValue()) {
            case Prepared.Planned(var plan, var replaces) -> display.add(plan);
            case Prepared.Resuming(var rollout, var plan) -> display.add(plan);
            case Prepared.Busy busy -> {}
            case Prepared.Unplannable unplannable -> {}
          }
        });
    if (console.isTerminal() && !display.cells.isEmpty()) {
      var drawing =
          display.timer.scheduleAtFixedRate(display::draw, 100, 100, TimeUnit.MILLISECONDS);
      if (drawing.isCancelled()) {
        console.complain("Progress cannot be shown.");
      }
    }
    return display;
  }

  private void add(TargetPlan plan) {
    if (plan.isEmpty()) {
      return;
    }
    var row = new LinkedHashMap<String, Cell>();
    plan.components()
        .forEach(
            component -> row.put(component.name(), new Cell(component.plan().changes().size())));
    cells.put(plan.target(), row);
  }

  @Override
  public synchronized void happened(Target target, String rollout, Event event) {
    switch (event) {
      case Event.ComponentStarted(var component, var changes) -> {
        update(target, component, Status.RUNNING, "");
        plain(target, component + ": started, " + Text.count(changes, "change"), changes);
      }
      case Event.ComponentFinished end -> {
        update(target, end.component(), end.status(), end.message());
        var changes = cells.getOrDefault(target, Map.of()).get(end.component());
        plain(
            target,
            end.component()
                + ": "
                + end.status().word().replace('_', ' ')
                + " in "
                + Text.duration(end.seconds())
                + (end.message().isEmpty() ? "" : ": " + end.message()),
            changes == null ? 0 : changes.changes);
      }
      default -> {}
    }
  }

  @Override
  public synchronized void progressed(
      Target target, String component, String doing, int done, int total) {
    var cell = cells.getOrDefault(target, Map.of()).get(component);
    if (cell == null) {
      return;
    }
    cell.doing = doing;
    cell.done = done;
    cell.total = total;
  }

  private void update(Target target, String component, Status status, String message) {
    var cell = cells.getOrDefault(target, Map.of()).get(component);
    if (cell == null) {
      return;
    }
    cell.status = status;
    cell.doing = message;
    if (status == Status.SUCCEEDED) {
      cell.done = cell.total;
    }
  }

  /// A line where nothing is drawn; a component without changes is not worth one.
  private void plain(Target target, String text, int changes) {
    if (!console.isTerminal() && changes > 0) {
      console.say("[" + Text.duration(elapsed()) + "] " + target + " " + text);
    }
  }

  private double elapsed() {
    return Duration.between(began, clock.instant()).toMillis() / 1000.0;
  }

  private synchronized void draw() {
    var lines = lines();
    var text = new StringBuilder();
    if (drawn > 0) {
      text.append("\u001b[").append(drawn).append('A');
    }
    for (var line : lines) {
      text.append("\u001b[2K").append(line).append('\n');
    }
    drawn = lines.size();
    console.people().print(text);
    console.people().flush();
  }

  private List<String> lines() {
    var lines = new ArrayList<String>();
    var width =
        cells.keySet().stream().mapToInt(target -> target.toString().length()).max().orElse(0);
    cells.forEach((target, row) ->
        row.forEach((component, cell) ->
            lines.add(Text.pad(target.toString(), width) + "  " + component + "  " + bar(cell))));
    lines.add(expectation());
    return lines;
  }

  private String bar(Cell cell) {
    var full = cell.total == 0 ? BAR : BAR * cell.done / cell.total;
    var color =
        switch (cell.status) {
          case SUCCEEDED -> Color.GREEN;
          case FAILED, IN_DOUBT, CANCELLED -> Color.RED;
          case PENDING -> Color.DIM;
          case RUNNING -> Color.YELLOW;
        };
    var what = cell.doing.length() > 50 ? cell.doing.substring(0, 49) + "…" : cell.doing;
    return console.in(color, "█".repeat(full) + "░".repeat(BAR - full))
        + " "
        + cell.done
        + "/"
        + cell.total
        + " "
        + (cell.status == Status.RUNNING ? what : cell.status.word().replace('_', ' '));
  }

  /// How long it has taken, and, from the share that is done, how long it is likely to take.
  private String expectation() {
    var done = 0;
    var total = 0;
    for (var row : cells.values()) {
      for (var cell : row.values()) {
        done += cell.done;
        total += cell.total;
      }
    }
    var elapsed = elapsed();
    var text = "elapsed " + Text.duration(elapsed);
    if (done > 0 && done < total) {
      text += ", about " + Text.duration(elapsed * (total - done) / done) + " left";
    }
    return console.in(Color.DIM, text);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    if (console.isTerminal() && !cells.isEmpty()) {
      draw();
    }
  }
}
