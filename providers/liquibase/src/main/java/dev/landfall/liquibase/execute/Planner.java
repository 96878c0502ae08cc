package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.Changeset;
import dev.landfall.spi.Change;
import dev.landfall.spi.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Turns what is to be done into a plan that people can read. Writes nothing.
final class Planner {
  private static final String UNKNOWN_ROWS = "an unknown number of rows";

  private final Job job;
  private final Session session;

  Planner(Job job, Session session) {
    this.job = job;
    this.session = session;
  }

  Plan plan(Ledger ledger, Selection selection) {
    var losses = new LinkedHashMap<Step, List<DataLoss.Found>>();
    for (var step : selection.steps()) {
      losses.put(
          step, step.statements().stream().flatMap(s -> DataLoss.in(s.sql()).stream()).toList());
    }
    var counts = counts(losses);
    List<Change> changes = new ArrayList<>();
    losses.forEach((step, found) ->
        changes.add(
            new Change(
                step.action(),
                step.address(),
                job.mask(summary(step)),
                job.mask(diff(step)),
                found.stream()
                    .map(loss -> new Change.Loss(job.mask(loss.what()), extent(loss, counts)))
                    .toList())));
    var notes = new ArrayList<>(selection.notes());
    notes.addAll(notes(ledger));
    return new Plan(selection.basis(), changes, job.unknown(), notes);
  }

  /// What people should know of the bookkeeping itself.
  static List<String> notes(Ledger ledger) {
    return ledger.lock().held()
        ? List.of("The database's Liquibase lock is " + ledger.lock() + ".")
        : List.of();
  }

  private static String summary(Step step) {
    var kind =
        switch (step.kind()) {
          case ONCE ->
              step.changeset().runAlways()
                  ? "runs always"
                  : step.changeset().runOnChange() ? "re-runnable" : "once-only";
          case AGAIN -> "re-run";
          case BACK -> "taken back";
        };
    var comment = step.changeset().comments().strip();
    var text = comment.isEmpty() ? step.changeset().description().strip() : comment;
    return text.isEmpty() ? kind : kind + ": " + text.replaceAll("\\s+", " ");
  }

  private static String diff(Step step) {
    if (step.needsCore()) {
      var why =
          step.kind() == Step.Kind.BACK
              ? step.changeset().rollback().flatMap(Changeset.Rollback::liquibaseOnly)
              : step.changeset().liquibaseOnly();
      return "-- run by liquibase-core: " + why.orElse("");
    }
    var sql =
        step.statements().stream()
            .map(Changeset.Statement::sql)
            .map(s -> s.strip() + ";")
            .collect(Collectors.joining("\n"));
    return step.kind() != Step.Kind.BACK && step.changeset().preconditions().isPresent()
        ? "-- only if its preconditions hold then\n" + sql
        : sql;
  }

  private static String extent(DataLoss.Found loss, Map<String, String> counts) {
    return loss.table().map(table -> counts.getOrDefault(table, UNKNOWN_ROWS)).orElse(UNKNOWN_ROWS);
  }

  /// The tables' numbers of rows, by one query; none of them when one cannot be counted.
  private Map<String, String> counts(Map<Step, List<DataLoss.Found>> losses) {
    var tables =
        losses.values().stream()
            .flatMap(List::stream)
            .flatMap(loss -> loss.table().stream())
            .distinct()
            .toList();
    if (tables.isEmpty()) {
      return Map.of();
    }
    try {
      Map<String, String> counts = new LinkedHashMap<>();
      var rows = session.dialect().countRows(session, tables);
      rows.forEach((table, count) ->
          counts.put(table, count == 1 ? "1 row" : String.format(Locale.ROOT, "%,d rows", count)));
      return counts;
    } catch (SqlFailure failure) {
      return Map.of();
    }
  }
}
