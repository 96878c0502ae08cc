package dev.landfall.liquibase.changelog;

import dev.landfall.liquibase.changelog.Preconditions.And;
import dev.landfall.liquibase.changelog.Preconditions.Check;
import dev.landfall.liquibase.changelog.Preconditions.Named;
import dev.landfall.liquibase.changelog.Preconditions.Not;
import dev.landfall.liquibase.changelog.Preconditions.Or;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.precondition.CustomPreconditionWrapper;
import liquibase.precondition.Precondition;
import liquibase.precondition.core.AndPrecondition;
import liquibase.precondition.core.ChangeLogPropertyDefinedPrecondition;
import liquibase.precondition.core.NotPrecondition;
import liquibase.precondition.core.OrPrecondition;
import liquibase.precondition.core.PreconditionContainer;
import org.jspecify.annotations.Nullable;

/// Turns Liquibase's preconditions into [Preconditions].
final class PreconditionReader {
  private final OwnParameters parameters;

  PreconditionReader(OwnParameters parameters) {
    this.parameters = parameters;
  }

  /// A changeset's preconditions; nothing when it has none.
  Optional<Preconditions> of(
      @Nullable PreconditionContainer container, DatabaseChangeLog changeLog) {
    if (container == null) {
      return Optional.empty();
    }
    var checks = checks(container.getNestedPreconditions(), changeLog);
    return checks.isEmpty() ? Optional.empty() : Optional.of(made(container, checks));
  }

  /// The preconditions of a changelog and of all it includes, in order: each included file's own
  /// `onFail` holds for its own conditions.
  List<Preconditions> ofChangelog(
      @Nullable PreconditionContainer container, DatabaseChangeLog changeLog) {
    var found = new ArrayList<Preconditions>();
    if (container != null) {
      collect(container, changeLog, found);
    }
    return found;
  }

  private void collect(
      PreconditionContainer container, DatabaseChangeLog changeLog, List<Preconditions> found) {
    var own = new ArrayList<Precondition>();
    for (var nested : container.getNestedPreconditions()) {
      if (nested instanceof PreconditionContainer inner) {
        collect(inner, changeLog, found);
      } else {
        own.add(nested);
      }
    }
    if (!own.isEmpty()) {
      found.add(made(container, checks(own, changeLog)));
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

  private List<Check> checks(List<Precondition> conditions, DatabaseChangeLog changeLog) {
    return conditions.stream().map(c -> check(c, changeLog)).toList();
  }

  private Check check(Precondition condition, DatabaseChangeLog changeLog) {
    return switch (condition) {
      case OrPrecondition or -> new Or(checks(or.getNestedPreconditions(), changeLog));
      case NotPrecondition not -> new Not(checks(not.getNestedPreconditions(), changeLog));
      case AndPrecondition and -> new And(checks(and.getNestedPreconditions(), changeLog));
      case ChangeLogPropertyDefinedPrecondition defined -> defined(defined, changeLog);
      default -> named(condition);
    };
  }

  // Whether a property is defined is known here, and nowhere later.
  private Check defined(
      ChangeLogPropertyDefinedPrecondition condition, DatabaseChangeLog changeLog) {
    var value = parameters.getValue(condition.getProperty(), changeLog);
    var expected = condition.getValue();
    var holds = value != null && (expected == null || expected.equals(value.toString()));
    return holds ? new And(List.of()) : new Or(List.of());
  }

  private static Check named(Precondition condition) {
    var attributes = new TreeMap<String, String>();
    for (var field : condition.getSerializableFields()) {
      var value = condition.getSerializableFieldValue(field);
      if (value instanceof String || value instanceof Number || value instanceof Boolean) {
        attributes.put(field, value.toString());
      }
    }
    if (condition instanceof CustomPreconditionWrapper custom) {
      attributes.put("className", text(custom.getClassName()));
    }
    return new Named(condition.getName(), attributes);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
