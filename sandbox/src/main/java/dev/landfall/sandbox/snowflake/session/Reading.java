package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Relation;
import dev.landfall.sandbox.snowflake.query.Relations;
import dev.landfall.sandbox.snowflake.query.SqlFunction;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The catalogue as one statement sees it, and a record of what the statement asked for. For one
/// statement and one thread.
final class Reading implements Relations {
  /// Stands for tables that are not known by name.
  static final String ANY = "*";

  private final Session session;
  private final Relations catalogue;
  private final Asked asked;

  private static final class Asked {
    private final Set<String> reads = new HashSet<>();
    private Optional<Relation.Table> target = Optional.empty();
    private boolean draws;
  }

  Reading(Session session, Relations catalogue) {
    this(session, catalogue, new Asked());
  }

  private Reading(Session session, Relations catalogue, Asked asked) {
    this.session = session;
    this.catalogue = catalogue;
    this.asked = asked;
  }

  /// DuckDB's names of the tables that are read; [#ANY] among them when not all are known.
  Set<String> reads() {
    return Set.copyOf(asked.reads);
  }

  /// The table that is changed.
  Optional<Relation.Table> target() {
    return asked.target;
  }

  /// Whether it draws numbers from a sequence.
  boolean draws() {
    return asked.draws;
  }

  @Override
  public Relation from(QualifiedName name) throws SnowflakeException {
    var relation = catalogue.from(name);
    switch (relation) {
      case Relation.Table table -> asked.reads.add(table.physical());
      case Relation.Computed _ -> asked.reads.add(ANY);
      case Relation.View _ -> {}
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
    asked.draws = true;
    return catalogue.sequence(name);
  }

  @Override
  public SqlFunction function(QualifiedName name, List<DataType> arguments)
      throws SnowflakeException {
    return catalogue.function(name, arguments);
  }

  @Override
  public Relations in(Name database, Name schema, Name owner) {
    return new Reading(session, catalogue.in(database, schema, owner), asked);
  }

  @Override
  public Relation result(String queryId) throws SnowflakeException {
    return ResultScan.relation(session, queryId);
  }

  @Override
  public Relation system(QualifiedName function, List<Argument> arguments)
      throws SnowflakeException {
    return catalogue.system(function, arguments);
  }

  @Override
  public Relation stage(StageFiles files) throws SnowflakeException {
    return catalogue.stage(files);
  }
}
