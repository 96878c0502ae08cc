package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.AlterAction;
import dev.landfall.sandbox.snowflake.sql.ObjectStatement;
import dev.landfall.sandbox.snowflake.sql.OptionReader;
import dev.landfall.sandbox.snowflake.sql.Span;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Tasks and their graphs (Snowflake, "Introduction to tasks").
final class Tasks {
  private Tasks() {}

  static Result create(Operation operation, ObjectStatement.CreateTask statement)
      throws SnowflakeException, SQLException {
    var slot = Creations.begin(operation, Kind.TASK, statement.creation(), statement.name());
    if (slot.isEmpty()) {
      return Creations.alreadyThere(statement.name().last());
    }
    var options = statement.options().reader("CREATE TASK");
    var comment = options.text("COMMENT");
    var warehouse = warehouse(operation, options);
    var schedule = schedule(options);
    var finalize = options.name("FINALIZE");
    SequencedMap<String, Value> parameters = new LinkedHashMap<>();
    Rules.TASK.read(options, parameters);
    options.finish();
    if (warehouse.isEmpty()) {
      operation.access().requirePrimary(operation.draft().account(), "EXECUTE MANAGED TASK");
    }
    if (schedule.isPresent() && !statement.after().isEmpty()) {
      throw Errors.compilation(
          "091080", "42601", "A task cannot have both a schedule and a predecessor.");
    }
    var after = new ArrayList<Long>();
    for (var name : statement.after()) {
      var predecessor = predecessor(operation, slot.get().place(), name);
      requireSuspended(operation, root(operation, predecessor));
      after.add(predecessor.id());
    }
    Optional<Long> finalizes = Optional.empty();
    if (finalize.isPresent()) {
      var root = Targets.get(operation, Kind.TASK, finalize.get(), "CREATE TASK");
      requireSuspended(operation, root);
      finalizes = Optional.of(root.id());
    }
    if (slot.get().replaced().isPresent()) {
      requireReplaceable(operation, slot.get().replaced().get());
    }
    var entity =
        Creations.finish(
                operation,
                slot.get(),
                operation.draft().newId(),
                new Body.Task(
                    warehouse,
                    schedule,
                    after,
                    finalizes,
                    statement.when().map(Span::text),
                    statement.body().text(),
                    parameters,
                    false),
                false)
            .withComment(comment);
    operation.draft().update(Tags.set(operation, entity, statement.tags()));
    return Creations.created(Kind.TASK, entity.name());
  }

  private static Optional<Long> warehouse(Operation operation, OptionReader options)
      throws SnowflakeException {
    var name = options.name("WAREHOUSE");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    var warehouse = Targets.get(operation, Kind.WAREHOUSE, name.get(), "CREATE TASK");
    operation.access().require(warehouse, "USAGE");
    return Optional.of(warehouse.id());
  }

  private static Optional<String> schedule(OptionReader options) throws SnowflakeException {
    var schedule = options.text("SCHEDULE");
    if (schedule.isPresent() && !Schedules.valid(schedule.get())) {
      throw Rules.invalid("SCHEDULE", schedule.get());
    }
    return schedule;
  }

  private static Entity predecessor(Operation operation, Entity schema, QualifiedName name)
      throws SnowflakeException {
    var task = Targets.get(operation, Kind.TASK, name, "CREATE TASK");
    if (task.parent() != schema.id()) {
      throw Errors.compilation(
          "091081", "42601", "All tasks of a graph must be in the same schema.");
    }
    if (task.owner() != operation.access().role().id()) {
      throw Errors.compilation("091082", "42501", "All tasks of a graph must have the same owner.");
    }
    return task;
  }

  /// The task that a graph begins with.
  static Entity root(Operation operation, Entity task) {
    var at = task;
    while (true) {
      var body = at.body(Body.Task.class);
      var up = body.after().isEmpty() ? body.finalizes() : Optional.of(body.after().getFirst());
      var next = up.flatMap(operation.draft()::alive);
      if (next.isEmpty()) {
        return at;
      }
      at = next.get();
    }
  }

  private static void requireSuspended(Operation operation, Entity root) throws SnowflakeException {
    if (root.body(Body.Task.class).started()) {
      throw new SnowflakeException(
          "091421",
          "22000",
          "Unable to update graph with root task "
              + operation.draft().nameOf(root).sql()
              + " since that root task is not suspended.");
    }
  }

  private static boolean alone(Operation operation, Entity task) {
    return task.body(Body.Task.class).after().isEmpty()
        && task.body(Body.Task.class).finalizes().isEmpty()
        && operation.draft().all(Kind.TASK).stream()
            .map(other -> other.body(Body.Task.class))
            .noneMatch(other ->
                other.after().contains(task.id())
                    || other.finalizes().equals(Optional.of(task.id())));
  }

  private static void requireReplaceable(Operation operation, Entity task)
      throws SnowflakeException {
    if (!alone(operation, task)) {
      requireSuspended(operation, root(operation, task));
    }
  }

  /// What dropping a task does to those that ran after it.
  static void forget(Operation operation, Entity task) throws SnowflakeException {
    requireReplaceable(operation, task);
    for (var other : operation.draft().all(Kind.TASK)) {
      var body = other.body(Body.Task.class);
      if (body.after().contains(task.id()) || body.finalizes().equals(Optional.of(task.id()))) {
        operation
            .draft()
            .update(
                other.withBody(
                    new Body.Task(
                        body.warehouse(),
                        body.schedule(),
                        body.after().stream().filter(id -> id != task.id()).toList(),
                        body.finalizes().filter(id -> id != task.id()),
                        body.when(),
                        body.definition(),
                        body.parameters(),
                        body.started())));
      }
    }
  }

  static Entity alter(Operation operation, Entity task, AlterAction action)
      throws SnowflakeException {
    var body = task.body(Body.Task.class);
    return switch (action) {
      case AlterAction.Suspend() -> {
        operation.access().require(task, "OPERATE");
        yield task.withBody(body.withStarted(false));
      }
      case AlterAction.Resume(var ifSuspended) -> {
        operation.access().require(task, "OPERATE");
        yield resume(operation, task);
      }
      case AlterAction.After(var add, var names) -> {
        changeable(operation, task);
        var after = new ArrayList<>(body.after());
        for (var name : names) {
          var other = predecessor(operation, operation.draft().schemaOf(task), name);
          after.remove(other.id());
          if (add) {
            requireNoCycle(operation, task, other);
            requireSuspended(operation, root(operation, other));
            after.add(other.id());
          }
        }
        if (add && body.schedule().isPresent()) {
          throw Errors.compilation(
              "091080", "42601", "A task cannot have both a schedule and a predecessor.");
        }
        yield task.withBody(with(body, after, body.when(), body.definition()));
      }
      case AlterAction.ModifyAs(var definition) -> {
        changeable(operation, task);
        yield task.withBody(with(body, body.after(), body.when(), definition.text()));
      }
      case AlterAction.ModifyWhen(var condition) -> {
        changeable(operation, task);
        yield task.withBody(with(body, body.after(), condition.map(Span::text), body.definition()));
      }
      default -> throw Errors.notSupported("this change of a task");
    };
  }

  private static Body.Task with(
      Body.Task body, List<Long> after, Optional<String> when, String definition) {
    return new Body.Task(
        body.warehouse(),
        body.schedule(),
        after,
        body.finalizes(),
        when,
        definition,
        body.parameters(),
        body.started());
  }

  private static void requireNoCycle(Operation operation, Entity task, Entity predecessor)
      throws SnowflakeException {
    for (var id : predecessor.body(Body.Task.class).after()) {
      var up = operation.draft().alive(id);
      if (up.isPresent()) {
        requireNoCycle(operation, task, up.get());
      }
    }
    if (predecessor.id() == task.id()) {
      throw Errors.compilation("091084", "42601", "A graph of tasks cannot have a cycle.");
    }
  }

  private static void changeable(Operation operation, Entity task) throws SnowflakeException {
    operation.access().requireOwnership(task);
    requireSuspended(operation, root(operation, task));
  }

  private static Entity resume(Operation operation, Entity task) throws SnowflakeException {
    var body = task.body(Body.Task.class);
    var root = root(operation, task);
    if (root.id() != task.id()) {
      requireSuspended(operation, root);
    } else if (body.schedule().isEmpty() && body.when().isEmpty()) {
      throw Errors.compilation(
          "091085",
          "22000",
          "Task " + task.name().sql() + " cannot be resumed because it has no schedule.");
    }
    TaskRights.requireMayRun(operation.draft(), task);
    return task.withBody(body.withStarted(true));
  }

  static Entity set(Operation operation, Entity task, OptionReader options)
      throws SnowflakeException {
    changeable(operation, task);
    var body = task.body(Body.Task.class);
    var comment = options.text("COMMENT");
    var warehouse = warehouse(operation, options);
    var schedule = schedule(options);
    if (options.name("FINALIZE").isPresent()) {
      throw Errors.notSupported("ALTER TASK … SET FINALIZE");
    }
    SequencedMap<String, Value> parameters = new LinkedHashMap<>(body.parameters());
    Rules.TASK.read(options, parameters);
    options.finish();
    if (schedule.isPresent() && !body.after().isEmpty()) {
      throw Errors.compilation(
          "091080", "42601", "A task cannot have both a schedule and a predecessor.");
    }
    var result =
        task.withBody(
            new Body.Task(
                warehouse.isPresent() ? warehouse : body.warehouse(),
                schedule.isPresent() ? schedule : body.schedule(),
                body.after(),
                body.finalizes(),
                body.when(),
                body.definition(),
                parameters,
                body.started()));
    return comment.isPresent() ? result.withComment(comment) : result;
  }

  static Entity unset(Operation operation, Entity task, List<String> names)
      throws SnowflakeException {
    changeable(operation, task);
    var body = task.body(Body.Task.class);
    SequencedMap<String, Value> parameters = new LinkedHashMap<>(body.parameters());
    var warehouse = body.warehouse();
    var schedule = body.schedule();
    var result = task;
    for (var name : names) {
      switch (name) {
        case "COMMENT" -> result = result.withComment(Optional.empty());
        case "SCHEDULE" -> schedule = Optional.empty();
        case "WAREHOUSE" -> {
          operation.access().requirePrimary(operation.draft().account(), "EXECUTE MANAGED TASK");
          warehouse = Optional.empty();
        }
        default -> {
          if (!Rules.TASK.has(name)) {
            throw Errors.notSupported("ALTER TASK … UNSET " + name);
          }
          parameters.remove(name);
        }
      }
    }
    return result.withBody(
        new Body.Task(
            warehouse,
            schedule,
            body.after(),
            body.finalizes(),
            body.when(),
            body.definition(),
            parameters,
            body.started()));
  }
}
