package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.Changeset;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Problem;
import dev.landfall.spi.ProviderException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is to be done to a database, given its bookkeeping. Immutable.
///
/// @param steps in order
/// @param cleared rows whose checksum was cleared and is filled in again, with their changesets
/// @param basis a fingerprint of the rows no step touches, and of the steps
/// @param notes what people should know
record Selection(List<Step> steps, List<Step> cleared, String basis, List<String> notes) {
  Selection {
    steps = List.copyOf(steps);
    cleared = List.copyOf(cleared);
    notes = List.copyOf(notes);
  }

  /// Whether there is nothing to do and nothing to say.
  boolean isSettled() {
    return steps.isEmpty() && cleared.isEmpty() && notes.isEmpty();
  }

  /// Compares.
  ///
  /// @throws ProviderException when the changelog does not fit what the database has
  static Selection of(Job job, String dbms, Ledger ledger) throws ProviderException {
    return switch (job.desired().goal()) {
      case Goal.Latest latest -> forward(job, dbms, ledger);
      case Goal.Destroyed destroyed -> Rollbacks.of(job, ledger, 0);
      case Goal.BackByCount(var count) ->
          Rollbacks.of(job, ledger, Math.max(0, ledger.rows().size() - count));
      case Goal.BackToTag(var tag) ->
          Rollbacks.of(job, ledger, Rollbacks.afterTag(job, ledger, tag));
    };
  }

  /// Once-only changesets whose text is no longer the one a target has.
  static List<Problem> edits(Job job, String dbms, List<Row> rows) {
    var byKey = byKey(rows);
    List<Problem> problems = new ArrayList<>();
    for (var changeset : job.changelog().changesets()) {
      var row = Optional.ofNullable(byKey.get(Row.normal(changeset.key())));
      if (row.isPresent()
          && job.selects(changeset, dbms)
          && row.get().checksum().startsWith("9:")
          && !row.get().checksum().equals(changeset.checksum())
          && !changeset.runAlways()
          && isRefused(changeset, row.get())) {
        problems.add(edited(job, changeset, row.get()));
      }
    }
    return problems;
  }

  /// Changesets of the same name that would both run here. Liquibase accepts them as long as their
  /// contexts, labels or databases let only one of them run.
  private static List<Problem> duplicates(Job job, String dbms) {
    Map<Changeset.Key, Changeset> first = new HashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (var changeset : job.changelog().changesets()) {
      if (job.selects(changeset, dbms)) {
        var earlier = first.putIfAbsent(changeset.key(), changeset);
        if (earlier != null) {
          problems.add(
              Problem.error(
                  job.at(changeset, 0),
                  "duplicate changeset",
                  "Changeset "
                      + changeset.id()
                      + " by "
                      + changeset.author()
                      + " is there twice; the first one is at "
                      + job.at(earlier, 0)
                      + ". Give this one another id."));
        }
      }
    }
    return problems;
  }

  private static Selection forward(Job job, String dbms, Ledger ledger) throws ProviderException {
    var rows = byKey(ledger.rows());
    List<Step> steps = new ArrayList<>();
    List<Step> cleared = new ArrayList<>();
    var older = 0;
    for (var changeset : job.changelog().changesets()) {
      if (!job.selects(changeset, dbms)) {
        continue;
      }
      var row = Optional.ofNullable(rows.get(Row.normal(changeset.key())));
      if (row.isEmpty()) {
        steps.add(new Step(Step.Kind.ONCE, changeset, row));
        continue;
      }
      var same = row.get().checksum().equals(changeset.checksum());
      var comparable = row.get().checksum().startsWith("9:");
      if (row.get().checksum().isEmpty()) {
        cleared.add(new Step(Step.Kind.AGAIN, changeset, row));
      } else if (!comparable) {
        older++;
      }
      if (changeset.runAlways() || (changeset.runOnChange() && comparable && !same)) {
        steps.add(new Step(Step.Kind.AGAIN, changeset, row));
      }
    }
    var problems = new ArrayList<>(edits(job, dbms, ledger.rows()));
    problems.addAll(duplicates(job, dbms));
    if (!problems.isEmpty()) {
      throw new ProviderException(problems);
    }
    var notes =
        older == 0
            ? List.<String>of()
            : List.of(
                older
                    + " changesets were recorded by a Liquibase older than 4.22, whose checksums are"
                    + " not compared.");
    return new Selection(steps, cleared, Basis.of(ledger, steps), notes);
  }

  static Map<Changeset.Key, Row> byKey(List<Row> rows) {
    Map<Changeset.Key, Row> byKey = HashMap.newHashMap(rows.size());
    rows.forEach(row -> byKey.put(Row.normal(row.key()), row));
    return byKey;
  }

  private static boolean isRefused(Changeset changeset, Row row) {
    return !changeset.runOnChange()
        && changeset.validCheckSums().stream()
            .noneMatch(valid ->
                valid.equals(row.checksum())
                    || valid.equals(changeset.checksum())
                    || Set.of("any", "1:any", "*", "all").contains(valid.toLowerCase(Locale.ROOT)));
  }

  private static Problem edited(Job job, Changeset changeset, Row row) {
    return Problem.error(
        job.at(changeset, 0),
        "a deployed changeset was edited",
        "Changeset "
            + changeset.id()
            + " by "
            + changeset.author()
            + " runs only once, and "
            + job.desired().target()
            + " has had it since "
            + row.executed()
            + " with another text (checksum "
            + row.checksum()
            + ", now "
            + changeset.checksum()
            + "). Take the edit back and put it into a new changeset; or add `validCheckSum: "
            + row.checksum()
            + "` if the old text is as good as the new one; or set `runOnChange: true` if it may run"
            + " again.");
  }
}
