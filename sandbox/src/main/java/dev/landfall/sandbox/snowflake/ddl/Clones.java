package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Column;
import dev.landfall.sandbox.snowflake.catalog.Constraint;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.PolicyUse;
import dev.landfall.sandbox.snowflake.catalog.Retention;
import dev.landfall.sandbox.snowflake.catalog.Storage;
import dev.landfall.sandbox.snowflake.catalog.TagUse;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.Lifetime;
import dev.landfall.sandbox.snowflake.sql.ObjectStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// CREATE … CLONE (Snowflake, "CREATE <object> … CLONE"). Clones of what lies in a cloned database
/// or schema keep their grants, and refer to each other as the originals do.
final class Clones {
  private final Operation operation;

  /// From the ids of originals to those of their clones.
  private final Map<Long, Long> ids = new HashMap<>();

  private Clones(Operation operation) {
    this.operation = operation;
  }

  static Result create(Operation operation, ObjectStatement.CreateClone statement)
      throws SnowflakeException, SQLException {
    if (statement.source().at().isPresent()) {
      throw Errors.notSupported("CLONE … AT and BEFORE");
    }
    if (statement.source().ignoreTablesWithInsufficientDataRetention()
        || statement.source().ignoreHybridTables()) {
      throw Errors.notSupported("CLONE … IGNORE");
    }
    var kind = Operation.kind(statement.kind(), "CLONE of");
    switch (kind) {
      case DATABASE, SCHEMA, TABLE, SEQUENCE, FILE_FORMAT, STAGE, TASK -> {}
      default -> throw Errors.notSupported("CREATE " + kind.word() + " … CLONE");
    }
    var source = Targets.get(operation, kind, statement.source().source(), "CREATE … CLONE");
    operation
        .access()
        .require(
            source,
            switch (kind) {
              case TABLE -> "SELECT";
              case TASK -> "OWNERSHIP";
              default -> "USAGE";
            });
    boolean temporary = statement.lifetime() == Lifetime.TEMPORARY;
    var slot =
        Creations.begin(
            operation,
            kind,
            statement.creation(),
            statement.name(),
            statement.name().last().value(),
            temporary);
    if (slot.isEmpty()) {
      return Creations.alreadyThere(statement.name().last());
    }
    var cloning = new Clones(operation);
    var entity = cloning.top(slot.get(), source, statement);
    var options = statement.options().reader("CREATE … CLONE");
    var comment = options.text("COMMENT");
    var retention = RetentionOption.read(options, temporary);
    options.finish();
    var changed = comment.isPresent() ? entity.withComment(comment) : entity;
    if (retention.isPresent()) {
      changed = retained(changed, retention);
    }
    operation.draft().update(Tags.set(operation, changed, statement.tags()));
    if (kind == Kind.DATABASE) {
      operation.moveTo(
          operation
              .actor()
              .in(
                  Optional.of(entity.name()),
                  Optional.of(new dev.landfall.sandbox.snowflake.model.Name("PUBLIC"))));
    } else if (kind == Kind.SCHEMA) {
      operation.moveTo(
          operation
              .actor()
              .in(
                  Optional.of(operation.draft().databaseOf(entity).name()),
                  Optional.of(entity.name())));
    }
    return Creations.created(kind, entity.name());
  }

  private static Entity retained(Entity entity, OptionalInt retention) throws SnowflakeException {
    return switch (entity.body()) {
      case Body.Table table -> entity.withBody(table.withRetention(retention));
      case Body.Schema schema -> entity.withBody(schema.withRetention(retention));
      case Body.Database database -> entity.withBody(database.withRetention(retention));
      default -> throw Errors.notSupported(Retention.NAME + " of a " + entity.kind().word());
    };
  }

  private Entity top(Creations.Slot slot, Entity source, ObjectStatement.CreateClone statement)
      throws SnowflakeException, SQLException {
    // The source is read before OR REPLACE takes anything away, for it may be what is replaced.
    var inside = new ArrayList<Entity>();
    collect(source, inside);
    long id = operation.draft().newId();
    ids.put(source.id(), id);
    for (var child : inside) {
      ids.put(child.id(), operation.draft().newId());
    }
    var body =
        switch (source.body()) {
          case Body.Table table ->
              table(
                  id,
                  table,
                  durability(table.durability(), statement.lifetime()),
                  slot.session() != 0);
          case Body.Schema schema ->
              new Body.Schema(
                  schema.isTransient() || statement.lifetime() == Lifetime.TRANSIENT,
                  statement.managedAccess() || schema.managed(),
                  schema.retention(),
                  schema.parameters(),
                  List.of());
          case Body.Database database -> database.withFuture(List.of());
          default -> body(source, id);
        };
    var clone =
        new Entity(
            id,
            slot.kind(),
            slot.place().id(),
            slot.name(),
            operation.access().role().id(),
            operation.now(),
            source.comment(),
            Optional.empty(),
            slot.session(),
            statement.copyGrants() ? source.grants() : List.of(),
            mapped(source.tags()),
            body);
    var bodies = new HashMap<Long, Body>();
    for (var child : inside) {
      bodies.put(child.id(), body(child, ids.getOrDefault(child.id(), 0L)));
    }
    var entity = Creations.finish(operation, slot, clone, false);
    for (var child : inside) {
      var childBody = bodies.get(child.id());
      if (childBody != null) {
        operation
            .draft()
            .add(
                new Entity(
                    ids.getOrDefault(child.id(), 0L),
                    child.kind(),
                    ids.getOrDefault(child.parent(), 0L),
                    child.name(),
                    child.owner() == 0 ? 0 : operation.access().role().id(),
                    operation.now(),
                    child.comment(),
                    Optional.empty(),
                    0,
                    child.grants(),
                    mapped(child.tags()),
                    childBody));
      }
    }
    return entity;
  }

  /// What lies in a database or schema, containers first. Internal stages, pipes over them, and
  /// what is temporary are left out (Snowflake, "Cloning considerations").
  private void collect(Entity container, List<Entity> into) {
    for (var child : operation.draft().children(container.id())) {
      if (child.temporary() || !cloned(child)) {
        continue;
      }
      into.add(child);
      collect(child, into);
    }
  }

  private boolean cloned(Entity child) {
    return switch (child.body()) {
      case Body.Stage stage -> stage.url().isPresent();
      case Body.Pipe pipe ->
          operation
              .draft()
              .alive(pipe.stage())
              .filter(s -> s.body(Body.Stage.class).url().isPresent())
              .isPresent();
      default -> true;
    };
  }

  private static Body.Durability durability(Body.Durability source, Lifetime lifetime) {
    return switch (lifetime) {
      case TEMPORARY -> Body.Durability.TEMPORARY;
      case TRANSIENT -> Body.Durability.TRANSIENT;
      case PERMANENT -> source;
    };
  }

  private Body body(Entity source, long id) throws SnowflakeException, SQLException {
    return switch (source.body()) {
      case Body.Table table -> table(id, table, table.durability(), false);
      case Body.Sequence sequence -> {
        var physical = Storage.sequence(id, false);
        Sequences.create(
            operation,
            physical,
            Storage.next(operation.connection(), sequence.physical()),
            sequence.increment());
        yield new Body.Sequence(
            sequence.start(), sequence.increment(), sequence.ordered(), physical);
      }
      case Body.Dynamic dynamic ->
          throw Errors.notSupported("CLONE of a container with dynamic tables");
      case Body.Stream stream -> throw Errors.notSupported("CLONE of a container with streams");
      case Body.View view ->
          new Body.View(
              view.secure(),
              view.recursive(),
              view.text(),
              view.query(),
              columns(view.columns()),
              view.listed(),
              view.clusterBy(),
              view.changeTracking(),
              view.rows().map(this::mapped));
      case Body.Pipe pipe ->
          new Body.Pipe(
              pipe.definition(),
              mapped(pipe.table()),
              mapped(pipe.stage()),
              pipe.autoIngest(),
              pipe.parameters(),
              true);
      case Body.Task task ->
          new Body.Task(
              task.warehouse(),
              task.schedule(),
              task.after().stream().map(this::mapped).toList(),
              task.finalizes().map(this::mapped),
              task.when(),
              task.definition(),
              task.parameters(),
              false);
      case Body.Tag tag ->
          new Body.Tag(tag.allowed(), tag.masking().stream().map(this::mapped).toList());
      default -> source.body();
    };
  }

  private Body.Table table(
      long id, Body.Table source, Body.Durability durability, boolean temporary)
      throws SQLException {
    var physical = Storage.table(id, temporary);
    var columns = new ArrayList<Column>();
    for (var column : columns(source.columns())) {
      columns.add(sameIdentity(column, temporary));
    }
    operation.run("CREATE TABLE " + physical + " " + Columns.physical(columns));
    operation.run(
        "INSERT INTO "
            + physical
            + " ("
            + Columns.list(columns)
            + ") SELECT "
            + Columns.list(columns)
            + " FROM "
            + source.physical());
    if (source.changeTracking()) {
      operation.run(
          "ALTER TABLE "
              + physical
              + " ADD COLUMN "
              + Storage.ROW
              + " BIGINT DEFAULT nextval("
              + Storage.literal(Storage.ROWS)
              + ")");
    }
    return new Body.Table(
        durability,
        physical,
        columns,
        source.constraints().stream()
            .map(c ->
                new Constraint(
                    c.name(),
                    c.named(),
                    c.type(),
                    c.columns(),
                    c.reference()
                        .map(r ->
                            new Constraint.Reference(
                                mapped(r.table()),
                                r.columns(),
                                r.onUpdate(),
                                r.onDelete(),
                                r.match())),
                    c.rely(),
                    c.comment(),
                    c.created()))
            .toList(),
        source.clusterBy(),
        source.retention(),
        source.changeTracking(),
        source.rows().map(this::mapped),
        source.nextColumn(),
        source.parameters());
  }

  /// A clone's AUTOINCREMENT goes on where that of its original is.
  private Column sameIdentity(Column column, boolean temporary) throws SQLException {
    if (column.identity().isEmpty()) {
      return column;
    }
    var identity = column.identity().get();
    var physical = Storage.sequence(operation.draft().newId(), temporary);
    Sequences.create(
        operation,
        physical,
        Storage.next(operation.connection(), identity.physical()),
        identity.increment());
    return column.withIdentity(
        Optional.of(
            new Column.Identity(
                identity.start(), identity.increment(), identity.ordered(), physical)));
  }

  private List<Column> columns(List<Column> columns) {
    return columns.stream()
        .map(c ->
            c.withMasking(c.masking().map(this::mapped))
                .withTags(mapped(c.tags()))
                .withFallback(c.fallback(), c.sequence().map(this::mapped)))
        .toList();
  }

  private List<TagUse> mapped(List<TagUse> tags) {
    return tags.stream().map(t -> new TagUse(mapped(t.tag()), t.value())).toList();
  }

  private PolicyUse mapped(PolicyUse use) {
    return new PolicyUse(mapped(use.policy()), use.columns());
  }

  private long mapped(long id) {
    return ids.getOrDefault(id, id);
  }
}
