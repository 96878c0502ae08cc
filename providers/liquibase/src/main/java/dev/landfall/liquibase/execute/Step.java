package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.Changeset;
import dev.landfall.spi.Action;
import java.util.List;
import java.util.Optional;

/// One changeset that is to be carried out or taken back. Immutable.
///
/// @param row its row in DATABASECHANGELOG, when there is one
record Step(Kind kind, Changeset changeset, Optional<Row> row) {
  enum Kind {
    ONCE(Action.RUN),
    AGAIN(Action.UPDATE),
    BACK(Action.DELETE);

    private final Action action;

    Kind(Action action) {
      this.action = action;
    }
  }

  Action action() {
    return kind.action;
  }

  String address() {
    return changeset.key().toString();
  }

  List<Changeset.Statement> statements() {
    return kind == Kind.BACK
        ? changeset.rollback().map(Changeset.Rollback::statements).orElse(List.of())
        : changeset.statements();
  }

  /// Whether the row shows that it was carried out under a deployment.
  ///
  /// @param deployment the DEPLOYMENT_ID of the rollout
  boolean isDone(String deployment) {
    return switch (kind) {
      case ONCE, AGAIN -> row.filter(r -> r.deployment().equals(deployment)).isPresent();
      case BACK -> row.isEmpty();
    };
  }

  /// The same step with the row as it is now.
  Step in(Ledger ledger) {
    var key = Row.normal(changeset.key());
    var now = ledger.rows().stream().filter(r -> Row.normal(r.key()).equals(key)).findFirst();
    return new Step(kind, changeset, now);
  }

  /// Whether it cannot be reduced to SQL.
  boolean needsCore() {
    return kind == Kind.BACK
        ? changeset.rollback().flatMap(Changeset.Rollback::liquibaseOnly).isPresent()
        : changeset.liquibaseOnly().isPresent();
  }

  /// Whether its statements and its bookkeeping commit together.
  boolean isAtomic(Dialect dialect) {
    return changeset.runInTransaction()
        && dialect.commitTogether(statements().stream().map(Changeset.Statement::sql).toList());
  }

  /// Whether two steps name the same thing, so that one may stand for the other.
  String mark() {
    return action().word() + " " + address();
  }
}
