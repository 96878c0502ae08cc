package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.Changeset;
import dev.landfall.spi.Action;
import dev.landfall.spi.Change;
import dev.landfall.spi.Plan;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.ProviderException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is left of a plan, given the bookkeeping as it is now.
final class Remaining {
  private Remaining() {}

  /// Everything, when the rollout has not begun yet.
  ///
  /// @throws ProviderException when the bookkeeping is not the one the plan was made from
  static Selection ofFresh(Job job, String dbms, Ledger ledger, Plan plan)
      throws ProviderException {
    var selection = Selection.of(job, dbms, ledger);
    if (!selection.basis().equals(plan.basis())) {
      throw moved(job);
    }
    return selection;
  }

  /// The steps an earlier process had not finished.
  ///
  /// @param deployment the DEPLOYMENT_ID this rollout writes
  /// @throws ProviderException when others have changed the bookkeeping besides
  static Selection ofResumed(Job job, Ledger ledger, Plan plan, String deployment)
      throws ProviderException {
    var changesets = changesets(job);
    var rows = Selection.byKey(ledger.rows());
    var touched = new HashSet<Changeset.Key>();
    var steps = new ArrayList<Step>();
    for (var change : plan.changes()) {
      var changeset = Optional.ofNullable(changesets.get(change.address()));
      if (changeset.isEmpty()) {
        throw moved(job);
      }
      var key = Row.normal(changeset.get().key());
      touched.add(key);
      var row = Optional.ofNullable(rows.get(key));
      if (row.isPresent() && isOthers(change, row.get(), deployment)) {
        throw moved(job);
      }
      var step = new Step(kind(change.action()), changeset.get(), row);
      if (!step.isDone(deployment)) {
        steps.add(step);
      }
    }
    if (!Basis.rest(ledger, touched).equals(Basis.restOf(plan.basis()))) {
      throw moved(job);
    }
    return new Selection(steps, List.of(), plan.basis(), List.of());
  }

  /// A changeset that was to run once has run, but not by this rollout.
  private static boolean isOthers(Change change, Row row, String deployment) {
    return change.action() == Action.RUN && !row.deployment().equals(deployment);
  }

  private static Map<String, Changeset> changesets(Job job) {
    Map<String, Changeset> byAddress = new HashMap<>();
    job.changelog().changesets().forEach(c -> byAddress.put(c.key().toString(), c));
    return byAddress;
  }

  private static Step.Kind kind(Action action) {
    return switch (action) {
      case RUN -> Step.Kind.ONCE;
      case UPDATE -> Step.Kind.AGAIN;
      case DELETE -> Step.Kind.BACK;
      case CREATE, REPLACE ->
          throw new IllegalArgumentException("no plan for a changelog has " + action);
    };
  }

  private static ProviderException moved(Job job) {
    return new ProviderException(
        Kind.STALE,
        "the changesets recorded in "
            + job.desired().target()
            + " are no longer those the plan was made from",
        "Nothing more was changed. Make a new plan.");
  }
}
