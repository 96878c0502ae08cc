package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Actor;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Column;
import dev.landfall.sandbox.snowflake.catalog.Directory;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Parameter;
import dev.landfall.sandbox.snowflake.catalog.PolicyUse;
import dev.landfall.sandbox.snowflake.catalog.Storage;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Relation;
import dev.landfall.sandbox.snowflake.query.Relations;
import dev.landfall.sandbox.snowflake.query.SqlFunction;
import dev.landfall.sandbox.snowflake.show.InformationSchema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The catalogue as the queries of a session see it. Names without qualifiers are looked up in the
/// current schema and then in PUBLIC (Snowflake, "Object name resolution").
///
/// Made for one statement, by one thread; not to be kept.
public class CatalogueRelations implements Relations {
  private static final Name PUBLIC = new Name("PUBLIC");

  private final Directory directory;
  private final Access access;
  private final Answers answers;
  private final Touched touched;

  public CatalogueRelations(Directory directory, Actor actor, Answers answers) {
    this(directory, actor, answers, new Touched());
  }

  private CatalogueRelations(Directory directory, Actor actor, Answers answers, Touched touched) {
    this.directory = directory;
    this.access = new Access(directory, actor);
    this.answers = answers;
    this.touched = touched;
  }

  /// What a statement has asked for, the bodies of its views included.
  private static final class Touched {
    private final Set<Long> targets = new LinkedHashSet<>();
    private final Set<Long> streams = new LinkedHashSet<>();
  }

  /// DuckDB statements to run before a DML statement that was compiled with these relations, in its
  /// transaction: for the streams on the table it changes.
  ///
  /// @throws SnowflakeException when it changes the table of a stream it reads, which the sandbox
  ///   does not honour
  public List<String> before() throws SnowflakeException {
    var statements = new ArrayList<String>();
    for (long id : touched.targets) {
      var table = directory.get(id);
      for (var stream : Streams.on(directory, id)) {
        if (touched.streams.contains(stream.id())) {
          throw Errors.notSupported("a DML statement that changes the table of a stream it reads");
        }
        if (stream.body(Body.Stream.class).appendOnly()) {
          statements.add(Streams.remember(table.body(Body.Table.class), id));
        }
      }
    }
    return statements.stream().distinct().toList();
  }

  /// DuckDB statements to run after a DML statement that was compiled with these relations, in its
  /// transaction: streams on the table it changed learn of new rows, and those it read move on. Not
  /// for a query: that leaves streams where they are.
  public List<String> after() throws SnowflakeException {
    var statements = new ArrayList<String>();
    for (long id : touched.targets) {
      var table = directory.get(id).body(Body.Table.class);
      for (var stream : Streams.on(directory, id)) {
        var body = stream.body(Body.Stream.class);
        if (body.appendOnly()) {
          statements.add(Streams.appended(table, id, body));
        }
      }
    }
    for (long id : touched.streams) {
      var stream = directory.get(id);
      statements.addAll(
          Streams.consume(
              Streams.source(directory, stream).body(Body.Table.class),
              stream.body(Body.Stream.class)));
    }
    return statements;
  }

  /// DuckDB's names of the tables that the streams it read lie on, and of what the streams keep.
  public Set<String> streamTables() throws SnowflakeException {
    var names = new LinkedHashSet<String>();
    for (long id : touched.streams) {
      var stream = directory.get(id);
      names.add(stream.body(Body.Stream.class).physical());
      names.add(Streams.source(directory, stream).body(Body.Table.class).physical());
    }
    return names;
  }

  /// A DuckDB expression that tells whether a stream has changes: `SYSTEM$STREAM_HAS_DATA`.
  public String streamHasData(QualifiedName name) throws SnowflakeException {
    var stream =
        find(Kind.Space.RELATION, name, name.last().value())
            .filter(e -> e.kind() == Kind.STREAM)
            .orElseThrow(() -> Errors.doesNotExist("Stream", name.sql()));
    return "EXISTS ("
        + Streams.changes(
            Streams.source(directory, stream).body(Body.Table.class),
            stream.body(Body.Stream.class))
        + ")";
  }

  public Access access() {
    return access;
  }

  @Override
  public Relation from(QualifiedName name) throws SnowflakeException {
    var found = relation(name);
    if (found.isEmpty()) {
      return described(name);
    }
    var object = found.get();
    requireOf(object, "SELECT");
    return switch (object.body()) {
      case Body.Table table -> table(object, table);
      case Body.Dynamic dynamic -> dynamic(object, dynamic);
      case Body.View view -> view(object, view);
      case Body.Stream stream -> stream(object, stream);
      default -> throw unknown(name);
    };
  }

  /// What stands for a name that no object has: a view of INFORMATION_SCHEMA or ACCOUNT_USAGE.
  private Relation described(QualifiedName name) throws SnowflakeException {
    for (var schema : schemas(name)) {
      var view = InformationSchema.view(access, schema, name.last());
      if (view.isPresent()) {
        return view.get();
      }
    }
    throw unknown(name);
  }

  @Override
  public Relation.Table target(QualifiedName name, String privilege) throws SnowflakeException {
    var object = relation(name).orElseThrow(() -> Errors.doesNotExist("Table", name.sql()));
    if (!(object.body() instanceof Body.Table table)) {
      throw Errors.compilation(
          "002203",
          "02000",
          "Object found is of type '" + object.kind().granted() + "', not specified type 'TABLE'.");
    }
    requireOf(object, privilege);
    touched.targets.add(object.id());
    return table(object, table);
  }

  @Override
  public Relation stage(StageFiles files, String query) throws SnowflakeException {
    return answers.stage(files, query, access);
  }

  @Override
  public String sequence(QualifiedName name) throws SnowflakeException {
    var object =
        find(Kind.Space.SEQUENCE, name, name.last().value())
            .orElseThrow(() -> Errors.doesNotExist("Sequence", name.sql()));
    access.require(object, "USAGE");
    return Storage.literal(object.body(Body.Sequence.class).physical());
  }

  @Override
  public Optional<Typed> answer(String function, List<Typed> arguments) throws SnowflakeException {
    return answers.answer(this, function, arguments);
  }

  @Override
  public SqlFunction function(QualifiedName name, List<Argument> arguments)
      throws SnowflakeException {
    return Overloads.function(this, name, arguments);
  }

  @Override
  public CatalogueRelations in(Name database, Name schema, Name owner) {
    return new CatalogueRelations(
        directory,
        access.actor().as(owner).in(Optional.of(database), Optional.of(schema)),
        answers,
        touched);
  }

  /// An object of a schema that a query names without its kind.
  ///
  /// @param key the name, with argument types for functions and procedures
  Optional<Entity> find(Kind.Space space, QualifiedName name, String key)
      throws SnowflakeException {
    for (var schema : schemas(name)) {
      var found = access.find(schema, space, key);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /// The schemas that a name is looked up in, in order.
  List<Entity> schemas(QualifiedName name) throws SnowflakeException {
    if (name.parts().size() > 1) {
      return List.of(access.place(name, "SELECT"));
    }
    var database = access.currentDatabase("SELECT");
    var schemas = new ArrayList<Entity>();
    if (access.actor().schema().isPresent()) {
      schemas.add(access.currentSchema("SELECT"));
    }
    directory
        .schema(database, PUBLIC)
        .filter(access::sees)
        .filter(schema -> !schemas.contains(schema))
        .ifPresent(schemas::add);
    if (schemas.isEmpty()) {
      access.currentSchema("SELECT");
    }
    return schemas;
  }

  private Optional<Entity> relation(QualifiedName name) throws SnowflakeException {
    return find(Kind.Space.RELATION, name, name.last().value());
  }

  private static SnowflakeException unknown(QualifiedName name) {
    return Errors.doesNotExist("Object", name.sql());
  }

  private void requireOf(Entity object, String privilege) throws SnowflakeException {
    access.require(object, privilege);
  }

  private Relation.Table table(Entity object, Body.Table table) {
    return new Relation.Table(
        table.physical(),
        directory.databaseOf(object).name(),
        directory.schemaOf(object).name(),
        object.name(),
        ownerOf(object),
        table.columns().stream().map(column -> column(column, table.columns())).toList(),
        table.rows().map(use -> policy(use, table.columns())));
  }

  /// A dynamic table is its query, or when it is suspended the rows it had then.
  private Relation dynamic(Entity object, Body.Dynamic dynamic) {
    if (dynamic.suspended()) {
      return table(object, dynamic.table());
    }
    var columns = dynamic.table().columns();
    return new Relation.View(
        dynamic.query(),
        directory.databaseOf(object).name(),
        directory.schemaOf(object).name(),
        object.name(),
        columns.stream().map(column -> column(column, columns)).toList(),
        dynamic.table().rows().map(use -> policy(use, columns)),
        scope(object));
  }

  private Relation.View view(Entity object, Body.View view) {
    return new Relation.View(
        view.query(),
        directory.databaseOf(object).name(),
        directory.schemaOf(object).name(),
        object.name(),
        view.columns().stream().map(column -> column(column, view.columns())).toList(),
        view.rows().map(use -> policy(use, view.columns())),
        scope(object));
  }

  /// The changes that a stream tells: the table's columns, and those of the changes.
  private Relation stream(Entity object, Body.Stream stream) throws SnowflakeException {
    var source = Streams.source(directory, object);
    requireOf(source, "SELECT");
    touched.streams.add(object.id());
    var table = source.body(Body.Table.class);
    var columns = new ArrayList<Relation.Column>();
    for (var column : table.columns()) {
      columns.add(column(column, table.columns()));
    }
    columns.add(
        Relation.Column.of(new Name("METADATA$ACTION"), DataType.Text.MAX, false, "\"action\""));
    columns.add(
        Relation.Column.of(
            new Name("METADATA$ISUPDATE"), new DataType.Bool(), false, "\"isupdate\""));
    columns.add(
        Relation.Column.of(new Name("METADATA$ROW_ID"), DataType.Text.MAX, false, "\"rowid\""));
    return new Relation.Computed(Streams.changes(table, stream), columns);
  }

  private Relation.Column column(Column column, List<Column> all) {
    return new Relation.Column(
        column.name(),
        column.type(),
        column.nullable(),
        column.physical(),
        directory.defaultOf(column),
        column.identity().map(identity -> Storage.literal(identity.physical())),
        column.masking().map(use -> policy(use, all)));
  }

  private Relation.Policy policy(PolicyUse use, List<Column> columns) {
    var object = directory.get(use.policy());
    var policy = object.body(Body.Policy.class);
    return new Relation.Policy(
        parameters(policy.signature()),
        use.columns().stream()
            .map(id ->
                columns.stream()
                    .filter(column -> column.id() == id)
                    .findFirst()
                    .orElseThrow()
                    .name())
            .toList(),
        policy.body(),
        scope(object));
  }

  static List<Relation.Parameter> parameters(List<Parameter> parameters) {
    return parameters.stream()
        .map(p -> new Relation.Parameter(p.name(), p.type(), p.fallback()))
        .toList();
  }

  /// Where the names in an object's body are looked up, and with whose rights.
  Relation.Scope scope(Entity object) {
    return new Relation.Scope(
        directory.databaseOf(object).name(), directory.schemaOf(object).name(), ownerOf(object));
  }

  private Name ownerOf(Entity object) {
    return directory.entity(object.owner()).map(Entity::name).orElse(new Name(""));
  }
}
