package dev.landfall.cli;

import dev.landfall.engine.event.Event;
import dev.landfall.engine.event.Status;
import dev.landfall.engine.rollout.Preparation;
import dev.landfall.engine.rollout.Preparation.Prepared;
import dev.landfall.spi.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// How far the rollouts of one preparation are: every target that has anything to do, and each of
/// its components. For one thread at a time.
final class Progress {
  private final Map<Target, Row> rows = new LinkedHashMap<>();
  private final int parallel;

  /// One component in one target.
  static final class Cell {
    private Status status = Status.PENDING;
    private int done;
    private int total;
    private boolean moved;
    private String doing = "";

    private Cell(int total) {
      this.total = total;
    }

    Status status() {
      return status;
    }

    int done() {
      return done;
    }

    int total() {
      return total;
    }

    String doing() {
      return doing;
    }
  }

  /// One target.
  static final class Row {
    private final Target target;
    private final int wave;
    private final Map<String, Cell> cells = new LinkedHashMap<>();
    private Status status = Status.PENDING;
    private String message = "";
    private Optional<Instant> began = Optional.empty();
    private Optional<Instant> ended = Optional.empty();
    private int before;

    private Row(Target target, int wave) {
      this.target = target;
      this.wave = wave;
    }

    Target target() {
      return target;
    }

    /// From 1.
    int wave() {
      return wave;
    }

    Map<String, Cell> cells() {
      return cells;
    }

    Status status() {
      return status;
    }

    /// Why it did not succeed.
    String message() {
      return message;
    }

    int done() {
      return cells.values().stream().mapToInt(Cell::done).sum();
    }

    int total() {
      return cells.values().stream().mapToInt(Cell::total).sum();
    }

    /// The component whose turn it is.
    Optional<Map.Entry<String, Cell>> running() {
      return cells.entrySet().stream()
          .filter(entry -> entry.getValue().status == Status.RUNNING)
          .findFirst();
    }

    /// How long it has been worked on.
    double seconds(Instant now) {
      return began.map(since -> Progress.seconds(since, ended.orElse(now))).orElse(0.0);
    }

    /// What this process has done of it.
    private int doneHere() {
      return done() - before;
    }
  }

  private Progress(int parallel) {
    this.parallel = Math.max(1, parallel);
  }

  /// @param parallel how many targets are worked on at once
  static Progress of(Preparation preparation, int parallel) {
    var progress = new Progress(parallel);
    var wave = 0;
    for (var targets : preparation.waves()) {
      wave++;
      for (var target : targets) {
        var row = new Row(target, wave);
        switch (preparation.targets().get(target)) {
          case Prepared.Planned(var plan, var replaces) when !plan.isEmpty() ->
              plan.components()
                  .forEach(component ->
                      row.cells.put(component.name(), new Cell(component.plan().changes().size())));
          case Prepared.Resuming(var rollout, var plan) ->
              plan.components()
                  .forEach(component -> {
                    var cell = new Cell(component.plan().changes().size());
                    var earlier = Optional.ofNullable(rollout.components().get(component.name()));
                    if (earlier.filter(end -> end.status() == Status.SUCCEEDED).isPresent()) {
                      cell.status = Status.SUCCEEDED;
                      cell.done = cell.total;
                      row.before += cell.total;
                    }
                    row.cells.put(component.name(), cell);
                  });
          case null, default -> {}
        }
        if (!row.cells.isEmpty()) {
          progress.rows.put(target, row);
        }
      }
    }
    return progress;
  }

  List<Row> rows() {
    return List.copyOf(rows.values());
  }

  /// The names of all components, in the order in which they are rolled out.
  List<String> components() {
    return rows.values().stream().flatMap(row -> row.cells.keySet().stream()).distinct().toList();
  }

  Optional<Cell> cell(Target target, String component) {
    return Optional.ofNullable(rows.get(target)).map(row -> row.cells.get(component));
  }

  void happened(Target target, Event event, Instant now) {
    var row = rows.get(target);
    if (row == null) {
      return;
    }
    if (row.began.isEmpty()) {
      row.began = Optional.of(now);
      row.status = Status.RUNNING;
    }
    switch (event) {
      case Event.ComponentStarted(var component, var changes) ->
          cell(target, component)
              .ifPresent(cell -> {
                cell.status = Status.RUNNING;
                cell.total = changes;
              });
      case Event.ComponentFinished end ->
          cell(target, end.component())
              .ifPresent(cell -> {
                cell.status = end.status();
                cell.doing = "";
                if (end.status() == Status.SUCCEEDED) {
                  cell.done = cell.total;
                }
              });
      case Event.RolloutFinished(var status, var message) -> {
        row.status = status;
        row.message = message;
        row.ended = Optional.of(now);
      }
      default -> {}
    }
  }

  /// A component came on. What an earlier process had done of it is found out by the first call.
  void moved(Target target, String component, String doing, int done, int total) {
    cell(target, component)
        .ifPresent(cell -> {
          if (!cell.moved) {
            cell.moved = true;
            rows.values().stream()
                .filter(row -> row.target.equals(target))
                .forEach(row -> row.before += done);
          }
          cell.doing = doing;
          cell.done = done;
          cell.total = total;
        });
  }

  /// The wave that is under way.
  int wave() {
    return rows.values().stream()
        .filter(row -> !row.status.isFinal())
        .mapToInt(Row::wave)
        .min()
        .orElse(0);
  }

  /// How many seconds it is likely to take until everything is done, from how long changes have
  /// taken so far; nothing while none is done. Targets of one wave are worked on at the same time.
  OptionalDouble secondsLeft(Instant now) {
    var changes = rows.values().stream().mapToInt(Row::doneHere).sum();
    if (changes <= 0) {
      return OptionalDouble.empty();
    }
    var spent = rows.values().stream().mapToDouble(row -> row.seconds(now)).sum();
    var left = 0.0;
    for (var wave : rows.values().stream().map(Row::wave).distinct().toList()) {
      var longest = 0.0;
      var together = 0.0;
      for (var row : rows.values()) {
        if (row.wave == wave && !row.status.isFinal()) {
          var own = row.doneHere() > 0 ? row.seconds(now) / row.doneHere() : spent / changes;
          var rest = own * (row.total() - row.done());
          longest = Math.max(longest, rest);
          together += rest;
        }
      }
      left += Math.max(longest, together / parallel);
    }
    return OptionalDouble.of(left);
  }

  /// How many targets stand so.
  long count(Status status) {
    return rows.values().stream().filter(row -> row.status == status).count();
  }

  /// Targets that ended without success.
  long failed() {
    return rows.values().stream()
        .filter(row -> row.status.isFinal() && row.status != Status.SUCCEEDED)
        .count();
  }

  static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }

  /// Running targets first, then failed ones, then those whose turn comes, then those that are
  /// done.
  static int rank(Row row) {
    return switch (row.status) {
      case RUNNING -> 0;
      case FAILED, IN_DOUBT, CANCELLED -> 1;
      case PENDING -> 2;
      case SUCCEEDED -> 3;
    };
  }

  /// The most urgent targets, in their order.
  List<Row> mostUrgent(int most) {
    var urgent = new ArrayList<>(rows.values());
    urgent.sort(Comparator.comparingInt(Progress::rank));
    var chosen = urgent.subList(0, Math.min(most, urgent.size()));
    return rows.values().stream().filter(chosen::contains).toList();
  }
}
