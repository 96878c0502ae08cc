package dev.landfall.liquibase.changelog;

import dev.landfall.liquibase.changelog.Preconditions.And;
import dev.landfall.liquibase.changelog.Preconditions.Check;
import dev.landfall.liquibase.changelog.Preconditions.Named;
import dev.landfall.liquibase.changelog.Preconditions.Not;
import dev.landfall.liquibase.changelog.Preconditions.Or;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Problem.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;
import liquibase.precondition.Precondition;
import liquibase.precondition.core.AndPrecondition;
import liquibase.precondition.core.ChangeLogPropertyDefinedPrecondition;
import liquibase.precondition.core.ChangeSetExecutedPrecondition;
import liquibase.precondition.core.NotPrecondition;
import liquibase.precondition.core.ObjectQuotingStrategyPrecondition;
import liquibase.precondition.core.OrPrecondition;
import liquibase.precondition.core.PreconditionContainer;
import liquibase.precondition.core.SqlPrecondition;
import liquibase.structure.core.Table;
import org.jspecify.annotations.Nullable;

/// Turns Liquibase's preconditions into [Preconditions].
///
/// Liquibase gives the root changelog to every condition, wherever that stands: its local
/// parameters, its path and its quoting strategy count.
final class PreconditionReader {
  /// Those that the executor answers; an extension may bring others.
  private static final Set<String> KNOWN =
      Set.of(
          "changeSetExecuted",
          "columnExists",
          "dbms",
          "foreignKeyConstraintExists",
          "indexExists",
          "primaryKeyExists",
          "rowCount",
          "runningAs",
          "sequenceExists",
          "sqlCheck",
          "tableExists",
          "tableIsEmpty",
          "uniqueConstraintExists",
          "viewExists");

  /// The attributes whose value Liquibase brings into the case of the database's own names, with
  /// the changeset's quoting strategy in force, before it looks for exactly that.
  private static final Set<String> CORRECTED =
      Set.of("tableName", "foreignKeyTableName", "indexName");

  private final Database database;
  private final OwnParameters parameters;
  private final DatabaseChangeLog root;

  PreconditionReader(Database database, OwnParameters parameters, DatabaseChangeLog root) {
    this.database = database;
    this.parameters = parameters;
    this.root = root;
  }

  /// A changeset's preconditions; nothing when it has none.
  ///
  /// @param where the changeset is
  /// @throws Refusal when one of them cannot be answered
  Optional<Preconditions> of(@Nullable PreconditionContainer container, Location where) {
    if (container == null) {
      return Optional.empty();
    }
    var checks = checks(container.getNestedPreconditions(), where);
    return checks.isEmpty() ? Optional.empty() : Optional.of(made(container, checks));
  }

  /// The preconditions of a changelog and of all it includes, in order: each included file's own
  /// `onFail` holds for its own conditions.
  ///
  /// @param where the changelog is
  /// @throws Refusal when one of them cannot be answered
  List<Preconditions> ofChangelog(Location where) {
    var found = new ArrayList<Preconditions>();
    @Nullable PreconditionContainer container = root.getPreconditions();
    if (container != null) {
      collect(container, where, found);
    }
    return found;
  }

  private void collect(PreconditionContainer container, Location where, List<Preconditions> found) {
    var own = new ArrayList<Precondition>();
    for (var nested : container.getNestedPreconditions()) {
      if (nested instanceof PreconditionContainer inner) {
        collect(inner, where, found);
      } else {
        own.add(nested);
      }
    }
    if (!own.isEmpty()) {
      found.add(made(container, checks(own, where)));
    }
  }

  private static Preconditions made(PreconditionContainer container, List<Check> checks) {
    return new Preconditions(
        container.getOnFail().toString(),
        container.getOnError().toString(),
        text(container.getOnFailMessage()),
        text(container.getOnErrorMessage()),
        checks);
  }

  private List<Check> checks(List<Precondition> conditions, Location where) {
    return conditions.stream().map(c -> check(c, where)).toList();
  }

  private Check check(Precondition condition, Location where) {
    return switch (condition) {
      case OrPrecondition or -> new Or(checks(or.getNestedPreconditions(), where));
      case NotPrecondition not -> new Not(checks(not.getNestedPreconditions(), where));
      case AndPrecondition and -> new And(checks(and.getNestedPreconditions(), where));
      case ChangeLogPropertyDefinedPrecondition defined -> always(isDefined(defined));
      case ObjectQuotingStrategyPrecondition quoting ->
          always(quoting.getSerializableFieldValue("strategy") == root.getObjectQuotingStrategy());
      default -> named(condition, where);
    };
  }

  // Whether a property is defined is known here, and nowhere later.
  private boolean isDefined(ChangeLogPropertyDefinedPrecondition condition) {
    var value = parameters.getValue(condition.getProperty(), root);
    var expected = condition.getValue();
    return value != null && (expected == null || expected.equals(value.toString()));
  }

  private static Check always(boolean holds) {
    return holds ? new And(List.of()) : new Or(List.of());
  }

  private Check named(Precondition condition, Location where) {
    var name = condition.getName();
    if (!KNOWN.contains(name)) {
      throw new Refusal(
          Problem.error(
              where,
              "precondition not supported",
              "'" + name + "' is not one of " + String.join(", ", new TreeSet<>(KNOWN)) + "."));
    }
    var attributes = new TreeMap<String, String>();
    for (var field : condition.getSerializableFields()) {
      var value = condition.getSerializableFieldValue(field);
      if (value instanceof String || value instanceof Number || value instanceof Boolean) {
        var corrected =
            CORRECTED.contains(field)
                ? database.correctObjectName(value.toString(), Table.class)
                : value.toString();
        attributes.put(field, corrected);
      }
    }
    if (condition instanceof ChangeSetExecutedPrecondition) {
      attributes.putIfAbsent("changeLogFile", root.getLogicalFilePath());
    }
    if (condition instanceof SqlPrecondition
        && attributes.getOrDefault("expectedResult", "").isEmpty()) {
      throw new Refusal(
          Problem.error(
              where,
              "precondition not supported",
              "An empty expectedResult cannot be told from NULL. Let the query of sqlCheck return"
                  + " something else, such as a count."));
    }
    return new Named(name, attributes);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
