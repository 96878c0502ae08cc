package dev.landfall.cli;

import dev.landfall.engine.event.Event;
import dev.landfall.engine.rollout.Preparation;
import dev.landfall.engine.rollout.RolloutListener;
import dev.landfall.spi.Target;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Shows how rollouts come on: on a terminal a table of targets and components that is drawn again
/// and again, and at last gives way to its closing sentence; elsewhere one line for each step that
/// matters. Threads share it.
final class ProgressDisplay implements RolloutListener, AutoCloseable {
  private static final int MILLIS = 100;
  private static final int DRAWINGS_PER_LOOK = 10;
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";
  // A line that is longer than the window, because it has just been made narrower, is cut off.
  private static final String NO_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";

  private final Console console;
  private final Clock clock;
  private final Instant began;
  private final Progress progress;
  private final ProgressTable table;
  private final boolean live;
  private final List<String> remarks = new ArrayList<>();
  private final ScheduledExecutorService timer;
  private Window window = Window.USUAL;
  private int looks;
  private int drawn;
  private boolean closed;

  private ProgressDisplay(Console console, Progress progress, Clock clock) {
    this.console = console;
    this.clock = clock;
    this.began = clock.instant();
    this.progress = progress;
    this.table = new ProgressTable(console, progress, began);
    this.live = console.isTerminal() && !progress.rows().isEmpty();
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("display").daemon(true).factory());
  }

  /// @param parallel how many targets are worked on at once
  static ProgressDisplay open(Console console, Preparation preparation, int parallel, Clock clock) {
    var display = new ProgressDisplay(console, Progress.of(preparation, parallel), clock);
    if (display.live) {
      var drawing =
          display.timer.scheduleAtFixedRate(display::tick, 0, MILLIS, TimeUnit.MILLISECONDS);
      if (drawing.isCancelled()) {
        console.complain("Progress cannot be shown.");
      }
    }
    return display;
  }

  @Override
  public synchronized void happened(Target target, String rollout, Event event) {
    progress.happened(target, event, clock.instant());
    switch (event) {
      case Event.ComponentStarted(var component, var changes) ->
          plain(target, component, component + ": started, " + Text.count(changes, "change"));
      case Event.ComponentFinished end ->
          plain(
              target,
              end.component(),
              end.component()
                  + ": "
                  + end.status().word().replace('_', ' ')
                  + " in "
                  + Text.duration(end.seconds())
                  + (end.message().isEmpty() ? "" : ": " + end.message()));
      default -> {}
    }
  }

  @Override
  public synchronized void progressed(
      Target target, String component, String doing, int done, int total) {
    if (total > 0) {
      progress.moved(target, component, doing, done, total);
    } else if (!doing.isEmpty()) {
      // A remark: no step forward, but something people must be able to read later.
      var remark = line(target, component + ": " + doing);
      if (live) {
        remarks.add(remark);
      } else {
        console.say(remark);
      }
    }
  }

  /// A line where nothing is drawn; a component without changes is not worth one.
  private void plain(Target target, String component, String text) {
    if (!live && progress.cell(target, component).filter(cell -> cell.total() > 0).isPresent()) {
      console.say(line(target, text));
    }
  }

  private String line(Target target, String text) {
    var elapsed = Progress.seconds(began, clock.instant());
    return "[" + Text.duration(elapsed) + "] " + target + " " + text;
  }

  private void tick() {
    try {
      if (looks++ % DRAWINGS_PER_LOOK == 0) {
        look(Window.ask());
      }
      draw();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void look(Window now) {
    window = now;
  }

  private synchronized void draw() {
    if (!closed) {
      print(table.lines(window, clock.instant()));
    }
  }

  private void print(List<String> lines) {
    var text = new StringBuilder(drawn > 0 ? "\u001b[" + drawn + "A" : "").append('\r');
    remarks.forEach(remark ->
        text.append(remark.replaceAll("\\p{Cntrl}+", " ")).append(CLEAR_LINE).append('\n'));
    remarks.clear();
    text.append(NO_WRAP);
    lines.forEach(line -> text.append(line).append(CLEAR_LINE).append('\n'));
    text.append(CLEAR_BELOW).append(WRAP);
    drawn = lines.size();
    console.people().print(text);
    console.people().flush();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    synchronized (this) {
      closed = true;
      if (live) {
        print(List.of(table.summary(window, clock.instant())));
      }
    }
  }
}
