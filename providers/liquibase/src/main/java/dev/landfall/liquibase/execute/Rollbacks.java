package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.Changeset;
import dev.landfall.spi.Problem;
import dev.landfall.spi.ProviderException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The way back to an earlier state of the bookkeeping.
final class Rollbacks {
  private Rollbacks() {}

  /// How many rows stay when everything after a tag goes.
  static int afterTag(Job job, Ledger ledger, String tag) throws ProviderException {
    for (var i = ledger.rows().size() - 1; i >= 0; i--) {
      if (ledger.rows().get(i).tag().equals(tag)) {
        return i + 1;
      }
    }
    var known = ledger.rows().stream().map(Row::tag).filter(t -> !t.isEmpty()).distinct().toList();
    throw new ProviderException(
        ProviderException.Kind.INVALID,
        job.desired().target() + " has no tag " + tag,
        known.isEmpty() ? "It has no tags at all." : "It has: " + String.join(", ", known) + ".");
  }

  /// Takes back every row but the first ones, the latest first.
  static Selection of(Job job, Ledger ledger, int stay) throws ProviderException {
    Map<Changeset.Key, Changeset> changesets = new HashMap<>();
    job.changelog().changesets().forEach(c -> changesets.put(Row.normal(c.key()), c));
    List<Step> steps = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (var row : ledger.rows().subList(stay, ledger.rows().size()).reversed()) {
      var changeset = changesets.get(Row.normal(row.key()));
      if (changeset == null) {
        problems.add(
            Problem.error(
                Problem.Location.of(job.desired().source().show(row.key().path())),
                "a deployed changeset is missing",
                job.desired().target()
                    + " has changeset "
                    + row.key()
                    + ", which this release does not have, so that nobody knows its way back. Roll"
                    + " back from a release that has it."));
      } else if (changeset.rollback().isEmpty() && !row.execType().equals("MARK_RAN")) {
        problems.add(
            Problem.error(
                job.at(changeset, 0),
                "no rollback",
                "Changeset "
                    + changeset.id()
                    + " by "
                    + changeset.author()
                    + " does not say how it is taken back. Add a rollback to it (`--rollback …` in"
                    + " SQL, `rollback:` in YAML), empty when nothing needs to be undone."));
      } else {
        steps.add(new Step(Step.Kind.BACK, changeset, Optional.of(row)));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProviderException(problems);
    }
    return new Selection(steps, List.of(), Basis.of(ledger, steps), List.of());
  }
}
