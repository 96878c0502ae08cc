package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.ddl.CatalogueRelations;
import dev.landfall.sandbox.snowflake.function.Literals;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.load.HistoryViews;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Relation;
import dev.landfall.sandbox.snowflake.query.Relations;
import dev.landfall.sandbox.snowflake.query.SqlFunction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The catalogue as one statement sees it, and a record of what the statement asked for. For one
/// statement and one thread.
final class Reading implements Relations {
  private static final Name INFORMATION_SCHEMA = new Name("INFORMATION_SCHEMA");

  private final Session session;
  private final CatalogueRelations root;
  private final CatalogueRelations catalogue;
  private final Stages stages;
  private final Asked asked;

  /// Reads the files of stages.
  @FunctionalInterface
  interface Stages {
    Relation read(StageFiles files, String query, Access access) throws SnowflakeException;
  }

  private static final class Asked {
    private final Set<String> reads = new HashSet<>();
    private final List<Acts.Act> acts = new ArrayList<>();
    private final boolean mayAct;
    private final List<String> done;
    private Optional<Relation.Table> target = Optional.empty();

    /// @param mayAct whether functions that act may be called
    /// @param done what they have given; empty as long as they have not acted
    private Asked(boolean mayAct, List<String> done) {
      this.mayAct = mayAct;
      this.done = List.copyOf(done);
    }

    private Typed act(Acts.Act act) {
      acts.add(act);
      return acts.size() <= done.size()
          ? Literals.text(done.get(acts.size() - 1))
          : Typed.of("CAST(NULL AS VARCHAR)", DataType.Text.MAX, true);
    }
  }

  /// For a statement that neither acts nor reads files.
  Reading(Session session) {
    this(
        session,
        (_, _, _) -> {
          throw Errors.notSupported("FROM @stage in this place");
        });
  }

  /// For a statement that does not act.
  Reading(Session session, Stages stages) {
    this(session, stages, new Asked(false, List.of()));
  }

  /// For a statement that may call functions that act.
  ///
  /// @param done what they have given, in the order in which they are compiled
  static Reading acting(Session session, Stages stages, List<String> done) {
    return new Reading(session, stages, new Asked(true, done));
  }

  private Reading(Session session, Stages stages, Asked asked) {
    this(
        session,
        new CatalogueRelations(
            session.account().catalog().catalogue(), session.actor(), SessionFunctions.of(session)),
        stages,
        asked);
  }

  private Reading(Session session, CatalogueRelations root, Stages stages, Asked asked) {
    this(session, root, root, stages, asked);
  }

  private Reading(
      Session session,
      CatalogueRelations root,
      CatalogueRelations catalogue,
      Stages stages,
      Asked asked) {
    this.session = session;
    this.root = root;
    this.catalogue = catalogue;
    this.stages = stages;
    this.asked = asked;
  }

  Access access() {
    return root.access();
  }

  /// DuckDB's names of the tables that are read, as far as they are asked for by name.
  Set<String> reads() {
    return Set.copyOf(asked.reads);
  }

  /// What functions have to do before the statement's rows are read.
  List<Acts.Act> acts() {
    return List.copyOf(asked.acts);
  }

  /// The table that is changed.
  Optional<Relation.Table> target() {
    return asked.target;
  }

  /// A stream tells a transaction the same changes again and again, those up to its begin
  /// (Snowflake, "Introduction to streams", repeatable read isolation).
  ///
  /// @throws SnowflakeException when the statement reads a stream that its transaction has
  ///   consumed, or whose table it has changed, which the sandbox does not honour
  void requireRepeatable() throws SnowflakeException {
    var open = session.work().transaction();
    if (open.isPresent() && !Collections.disjoint(open.get().written(), root.streamTables())) {
      throw Errors.notSupported(
          "reading a stream in a transaction that has consumed it or changed its table");
    }
  }

  /// DuckDB's statements that a DML statement needs before it, in its transaction.
  List<String> before() throws SnowflakeException {
    return root.before();
  }

  /// DuckDB's statements that a DML statement needs after it, in its transaction.
  List<String> after() throws SnowflakeException {
    return root.after();
  }

  @Override
  public Optional<Typed> answer(String function, List<Typed> arguments) throws SnowflakeException {
    var act = new Acts(session).of(function, arguments);
    if (act.isPresent()) {
      if (!asked.mayAct) {
        throw Errors.notSupported(function + " here");
      }
      return Optional.of(asked.act(act.get()));
    }
    var ofTasks = TaskFunctions.answer(session, this, function, arguments);
    return ofTasks.isPresent() ? ofTasks : catalogue.answer(function, arguments);
  }

  @Override
  public Relation from(QualifiedName name) throws SnowflakeException {
    if (name.last().value().equals("LOAD_HISTORY")
        && name.parent().filter(INFORMATION_SCHEMA::equals).isPresent()) {
      var database = access().directory().databaseOf(access().place(name, "SELECT"));
      return HistoryViews.loadHistory(access(), database, session.clock().instant());
    }
    var relation = catalogue.from(name);
    if (relation instanceof Relation.Table table) {
      asked.reads.add(table.physical());
    }
    return relation;
  }

  @Override
  public Relation.Table target(QualifiedName name, String privilege) throws SnowflakeException {
    var table = catalogue.target(name, privilege);
    asked.target = Optional.of(table);
    return table;
  }

  @Override
  public String sequence(QualifiedName name) throws SnowflakeException {
    return catalogue.sequence(name);
  }

  @Override
  public SqlFunction function(QualifiedName name, List<Argument> arguments)
      throws SnowflakeException {
    return catalogue.function(name, arguments);
  }

  @Override
  public Relations in(Name database, Name schema, Name owner) {
    return new Reading(session, root, catalogue.in(database, schema, owner), stages, asked);
  }

  @Override
  public Relation result(String queryId) throws SnowflakeException {
    return ResultScan.relation(session, queryId);
  }

  @Override
  public Relation system(QualifiedName function, List<Argument> arguments)
      throws SnowflakeException {
    if (function.last().value().equals("COPY_HISTORY")) {
      return HistoryViews.copyHistory(access(), arguments, SessionAmbient.of(session));
    }
    var ofQueries = new QueryTables(session).relation(function, arguments);
    if (ofQueries.isPresent()) {
      return ofQueries.get();
    }
    var ofTasks = new TaskTables(session).relation(function, arguments);
    return ofTasks.isPresent() ? ofTasks.get() : catalogue.system(function, arguments);
  }

  @Override
  public Relation stage(StageFiles files, String query) throws SnowflakeException {
    return stages.read(files, query, catalogue.access());
  }
}
