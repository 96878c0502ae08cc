package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.Changeset;
import dev.landfall.liquibase.changelog.Preconditions;
import dev.landfall.liquibase.changelog.Preconditions.And;
import dev.landfall.liquibase.changelog.Preconditions.Check;
import dev.landfall.liquibase.changelog.Preconditions.Named;
import dev.landfall.liquibase.changelog.Preconditions.Not;
import dev.landfall.liquibase.changelog.Preconditions.Or;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import liquibase.database.DatabaseList;

/// Evaluates preconditions on the live database. For one thread.
///
/// @param session where
/// @param executed the changesets that ran, in the form of [Row#normal]
record Conditions(Session session, Set<Changeset.Key> executed) {
  /// A condition that cannot be evaluated.
  private static final class Unanswerable extends Exception {
    private static final long serialVersionUID = 1L;

    Unanswerable(String message) {
      super(message);
    }
  }

  /// Asks the database.
  ///
  /// @throws SqlFailure when the connection was lost
  Verdict decide(Preconditions conditions) throws SqlFailure {
    try {
      // The first one that fails decides, so that those behind it cannot be in error.
      for (var check : conditions.all()) {
        if (!holds(check)) {
          var why = "preconditions do not hold: " + words(check);
          return verdict(conditions.onFail(), why, conditions.onFailMessage());
        }
      }
      return new Verdict.Run();
    } catch (Unanswerable e) {
      var why = "a precondition cannot be evaluated: " + e.getMessage();
      return verdict(conditions.onError(), why, conditions.onErrorMessage());
    }
  }

  private static Verdict verdict(String mode, String why, String message) {
    var full = message.isBlank() ? why : message.strip() + " (" + why + ")";
    return switch (mode.toUpperCase(Locale.ROOT)) {
      case "CONTINUE" -> new Verdict.Skip(full);
      case "MARK_RAN" -> new Verdict.MarkRan(full);
      case "WARN" -> new Verdict.RunWithWarning(full);
      default -> new Verdict.Halt(full);
    };
  }

  private boolean holds(Check check) throws SqlFailure, Unanswerable {
    return switch (check) {
      case And(var checks) -> {
        for (var inner : checks) {
          if (!holds(inner)) {
            yield false;
          }
        }
        yield true;
      }
      case Or(var checks) -> {
        for (var inner : checks) {
          if (holds(inner)) {
            yield true;
          }
        }
        yield false;
      }
      // NotPrecondition of Liquibase fails as soon as one of them holds.
      case Not(var checks) -> {
        for (var inner : checks) {
          if (holds(inner)) {
            yield false;
          }
        }
        yield true;
      }
      case Named named -> holds(named);
    };
  }

  private boolean holds(Named check) throws SqlFailure, Unanswerable {
    return switch (check.name()) {
      case "dbms" ->
          DatabaseList.definitionMatches(attribute(check, "type"), session.dialect().dbms(), false);
      case "runningAs" -> attribute(check, "username").equalsIgnoreCase(session.place().user());
      case "changeSetExecuted" -> isExecuted(check);
      case "sqlCheck" ->
          onlyCell(attribute(check, "sql").replaceFirst(";$", ""))
              .equals(attribute(check, "expectedResult"));
      default -> {
        var query = session.dialect().conditionQuery(check);
        if (query.isEmpty()) {
          throw new Unanswerable(
              "'" + check.name() + "' is not known for " + session.dialect().dbms());
        }
        yield Long.parseLong(onlyCell(query.get())) > 0;
      }
    };
  }

  private boolean isExecuted(Named check) throws Unanswerable {
    return executed.contains(
        Row.normal(
            new Changeset.Key(
                attribute(check, "changeLogFile"),
                attribute(check, "id"),
                attribute(check, "author"))));
  }

  private static String attribute(Named check, String name) throws Unanswerable {
    return Optional.ofNullable(check.attributes().get(name))
        .orElseThrow(() -> new Unanswerable("'" + check.name() + "' needs '" + name + "'"));
  }

  private String onlyCell(String query) throws SqlFailure, Unanswerable {
    try {
      var rows = session.send(Flight.asking(new Flight.Query(query, 1))).rows(0);
      if (rows.size() != 1) {
        throw new Unanswerable("the query brought " + rows.size() + " rows instead of one");
      }
      return rows.getFirst().getFirst();
    } catch (SqlFailure failure) {
      if (failure.lost()) {
        throw failure;
      }
      throw new Unanswerable(failure.getMessage());
    }
  }

  private static String words(Check check) {
    return switch (check) {
      case And(var checks) ->
          checks.stream().map(Conditions::words).collect(Collectors.joining(" and "));
      case Or(var checks) ->
          "none of: " + checks.stream().map(Conditions::words).collect(Collectors.joining(", "));
      case Not(var checks) ->
          "not " + checks.stream().map(Conditions::words).collect(Collectors.joining(", "));
      case Named(var name, var attributes) -> name + " " + attributes;
    };
  }
}
