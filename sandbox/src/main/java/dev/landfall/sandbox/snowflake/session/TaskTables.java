package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Catalogue;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.query.Relation;
import dev.landfall.sandbox.snowflake.query.Relations;
import dev.landfall.sandbox.snowflake.sql.Names;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The table functions of INFORMATION_SCHEMA that tell of tasks (Snowflake, "TASK_HISTORY",
/// "TASK_DEPENDENTS").
final class TaskTables {
  private static final DataType TEXT = DataType.Text.MAX;
  private static final DataType NUMBER = DataType.Fixed.INTEGER;
  private static final DataType TIME = new DataType.Timestamp(DataType.Timestamp.Zone.LTZ, 3);
  private static final double MILLIS = 1000;

  private final Session session;
  private final Catalogue catalogue;
  private final Access access;

  TaskTables(Session session) {
    this.session = session;
    this.catalogue = session.account().catalog().catalogue();
    this.access = new Access(catalogue, session.actor());
  }

  /// @return empty when it is another function
  Optional<Relation> relation(QualifiedName function, List<Relations.Argument> arguments)
      throws SnowflakeException {
    return switch (function.last().value()) {
      case "TASK_HISTORY" -> Optional.of(history(new NamedArguments("TASK_HISTORY", arguments)));
      case "TASK_DEPENDENTS" ->
          Optional.of(dependents(new NamedArguments("TASK_DEPENDENTS", arguments)));
      default -> Optional.empty();
    };
  }

  private Relation history(NamedArguments arguments) throws SnowflakeException {
    var limit = arguments.limit();
    var name = arguments.take("TASK_NAME");
    var root = arguments.take("ROOT_TASK_ID");
    var onlyErrors = arguments.flag("ERROR_ONLY");
    var from = arguments.time("SCHEDULED_TIME_RANGE_START");
    var to = arguments.time("SCHEDULED_TIME_RANGE_END");
    arguments.finish();
    var rows = new ArrayList<List<@Nullable String>>();
    for (var run : session.account().taskRuns().all()) {
      var wanted =
          visible(run)
              && (name.isEmpty() || name.get().equalsIgnoreCase(run.name().value()))
              && (root.isEmpty() || root.get().equals(id(run.graph().root())))
              && (!onlyErrors || run.state() == TaskRun.State.FAILED);
      if (wanted) {
        rows.add(row(run));
      }
    }
    var all = ResultScan.relation(new Result(StatementKind.SELECT, HISTORY, rows));
    var time = all.columns().get(SCHEDULED_TIME).physical();
    var filter = new ArrayList<String>();
    from.ifPresent(sql -> filter.add(time + " >= " + sql));
    to.ifPresent(sql -> filter.add(time + " <= " + sql));
    return new Relation.Computed(
        "SELECT * FROM ("
            + all.sql()
            + ") AS h"
            + (filter.isEmpty() ? "" : " WHERE " + String.join(" AND ", filter))
            + " LIMIT "
            + limit,
        all.columns());
  }

  private boolean visible(TaskRun run) {
    if (access.global("MONITOR EXECUTION")) {
      return true;
    }
    var task = catalogue.alive(run.task());
    return task.isPresent() && access.holds(task.get(), "MONITOR", "OPERATE");
  }

  private static final int SCHEDULED_TIME = 9;

  private static final List<ResultColumn> HISTORY =
      List.of(
          column("QUERY_ID", TEXT),
          column("NAME", TEXT),
          column("DATABASE_NAME", TEXT),
          column("SCHEMA_NAME", TEXT),
          column("QUERY_TEXT", TEXT),
          column("CONDITION_TEXT", TEXT),
          column("STATE", TEXT),
          column("ERROR_CODE", TEXT),
          column("ERROR_MESSAGE", TEXT),
          column("SCHEDULED_TIME", TIME),
          column("QUERY_START_TIME", TIME),
          column("NEXT_SCHEDULED_TIME", TIME),
          column("COMPLETED_TIME", TIME),
          column("ROOT_TASK_ID", TEXT),
          column("GRAPH_VERSION", NUMBER),
          column("RUN_ID", NUMBER),
          column("RETURN_VALUE", TEXT),
          column("SCHEDULED_FROM", TEXT),
          column("ATTEMPT_NUMBER", NUMBER),
          column("CONFIG", TEXT),
          column("QUERY_HASH", TEXT),
          column("QUERY_HASH_VERSION", NUMBER),
          column("QUERY_PARAMETERIZED_HASH", TEXT),
          column("QUERY_PARAMETERIZED_HASH_VERSION", NUMBER),
          column("GRAPH_RUN_GROUP_ID", TEXT),
          column("BACKFILL_INFO", new DataType.Obj()));

  private static ResultColumn column(String name, DataType type) {
    return new ResultColumn(name, type, true);
  }

  private List<@Nullable String> row(TaskRun run) {
    var task = catalogue.entity(run.task());
    var graph = run.graph();
    var row = new ArrayList<@Nullable String>();
    row.add(run.query().orElse(null));
    row.add(run.name().value());
    row.add(task.map(t -> catalogue.databaseOf(t).name().value()).orElse(null));
    row.add(task.map(t -> catalogue.schemaOf(t).name().value()).orElse(null));
    row.add(run.text());
    row.add(run.condition().orElse(null));
    row.add(run.state().name());
    row.add(run.errorCode().orElse(null));
    row.add(run.errorText().orElse(null));
    row.add(seconds(graph.scheduled()));
    row.add(run.began().map(TaskTables::seconds).orElse(null));
    row.add(null);
    row.add(run.ended().map(TaskTables::seconds).orElse(null));
    row.add(id(graph.root()));
    row.add("1");
    row.add(graph.id());
    row.add(run.returned().orElse(null));
    row.add(graph.origin());
    row.add(Integer.toString(graph.attempt() + 1));
    row.add(graph.config().orElse(null));
    row.addAll(Collections.nCopies(4, null));
    row.add(graph.group());
    row.add(null);
    return row;
  }

  private static String seconds(Instant instant) {
    return String.format(Locale.ROOT, "%.3f", instant.toEpochMilli() / MILLIS);
  }

  /// As SHOW TASKS has it.
  private static String id(long task) {
    return new java.util.UUID(0x01b0L << 48, task).toString();
  }

  private static final List<ResultColumn> DEPENDENTS =
      List.of(
          column("CREATED_ON", TIME),
          column("NAME", TEXT),
          column("ID", TEXT),
          column("DATABASE_NAME", TEXT),
          column("SCHEMA_NAME", TEXT),
          column("OWNER", TEXT),
          column("COMMENT", TEXT),
          column("WAREHOUSE", TEXT),
          column("SCHEDULE", TEXT),
          column("PREDECESSORS", new DataType.Array()),
          column("STATE", TEXT),
          column("DEFINITION", TEXT),
          column("CONDITION", TEXT));

  private Relation dependents(NamedArguments arguments) throws SnowflakeException {
    var name =
        arguments
            .take("TASK_NAME")
            .orElseThrow(() ->
                Errors.compilation(
                    "000938", "22023", "not enough arguments for function [TASK_DEPENDENTS]"));
    var recursive = arguments.take("RECURSIVE").filter(v -> v.equalsIgnoreCase("false")).isEmpty();
    arguments.finish();
    var task = access.object(Kind.TASK, Names.parse(name), "TASK_DEPENDENTS");
    var found = new LinkedHashSet<Entity>();
    found.add(task);
    collect(task, recursive, found);
    var rows = new ArrayList<List<@Nullable String>>();
    found.forEach(each -> rows.add(dependent(each)));
    return ResultScan.relation(new Result(StatementKind.SELECT, DEPENDENTS, rows));
  }

  /// The ids of a task and of all that run after it, in that order.
  List<Long> graph(QualifiedName name) throws SnowflakeException {
    var found = new LinkedHashSet<Entity>();
    var task = access.object(Kind.TASK, name, "SYSTEM$TASK_DEPENDENTS_ENABLE");
    found.add(task);
    collect(task, true, found);
    return found.stream().map(Entity::id).toList();
  }

  private void collect(Entity task, boolean recursive, Set<Entity> into) {
    for (var other : catalogue.all(Kind.TASK)) {
      var body = other.body(Body.Task.class);
      var follows =
          body.after().contains(task.id()) || body.finalizes().equals(Optional.of(task.id()));
      if (follows && into.add(other) && recursive) {
        collect(other, true, into);
      }
    }
  }

  private List<@Nullable String> dependent(Entity task) {
    var body = task.body(Body.Task.class);
    var row = new ArrayList<@Nullable String>();
    row.add(seconds(task.created()));
    row.add(task.name().value());
    row.add(id(task.id()));
    row.add(catalogue.databaseOf(task).name().value());
    row.add(catalogue.schemaOf(task).name().value());
    row.add(catalogue.entity(task.owner()).map(Entity::name).map(Name::value).orElse(null));
    row.add(task.comment().orElse(null));
    row.add(
        body.warehouse().flatMap(catalogue::alive).map(Entity::name).map(Name::value).orElse(null));
    row.add(body.schedule().orElse(null));
    row.add(
        GraphRun.predecessors(catalogue, task).stream()
            .map(other ->
                '"' + catalogue.nameOf(catalogue.get(other)).sql().replace("\"", "\\\"") + '"')
            .collect(Collectors.joining(",", "[", "]")));
    row.add(body.started() ? "started" : "suspended");
    row.add(body.definition());
    row.add(body.when().orElse(null));
    return row;
  }
}
