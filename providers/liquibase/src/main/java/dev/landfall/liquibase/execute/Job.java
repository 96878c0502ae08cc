package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.Changelog;
import dev.landfall.liquibase.changelog.ChangelogRequest;
import dev.landfall.liquibase.changelog.Changeset;
import dev.landfall.liquibase.settings.LiquibaseSettings;
import dev.landfall.spi.Desired;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Value;
import java.util.List;
import liquibase.ContextExpression;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Labels;
import liquibase.database.DatabaseList;

/// A changelog and the target it is for. Immutable.
///
/// @param desired the component as its target should have it
/// @param request what was asked to be read
/// @param changelog what was read
public record Job(
    Desired<LiquibaseSettings> desired, ChangelogRequest request, Changelog changelog) {
  /// The component's settings.
  LiquibaseSettings settings() {
    return desired.settings();
  }

  /// Whether Liquibase's `contexts`, `labels`, `dbms` and `ignore` let a changeset run here.
  boolean selects(Changeset changeset, String dbms) {
    return !changeset.ignored()
        && matchesContexts(changeset)
        && labelExpression().matches(new Labels(changeset.labels()))
        && DatabaseList.definitionMatches(changeset.dbms(), dbms, true);
  }

  // As ContextChangeSetFilter, which also looks from the other side: a target's context may be an
  // expression too.
  private boolean matchesContexts(Changeset changeset) {
    var contexts = new Contexts(settings().contexts());
    var filters = changeset.contextFilters();
    var own = new ContextExpression(filters.getLast()).matches(contexts);
    var around = filters.subList(0, filters.size() - 1);
    return (own
            || new ContextExpression(contexts.getContexts())
                .matches(new Contexts(changeset.contexts())))
        && around.stream().allMatch(filter -> new ContextExpression(filter).matches(contexts));
  }

  private LabelExpression labelExpression() {
    return settings().labels().map(LabelExpression::new).orElseGet(LabelExpression::new);
  }

  /// A text with every secret of the settings replaced.
  String mask(String text) {
    return Secrets.of(settings()).mask(text);
  }

  /// The parameters that are not known yet, such as `parameters.bucket (known after aws)`.
  List<String> unknown() {
    return settings().parameters().entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Value.Unknown)
        .map(entry -> "parameters." + entry.getKey() + " " + entry.getValue())
        .sorted()
        .toList();
  }

  /// Where a changeset, or one of its statements, begins.
  Problem.Location at(Changeset changeset, int line) {
    return new Problem.Location(
        desired.source().show(changeset.file()), line > 0 ? line : changeset.line(), 0);
  }

  /// `changeset 7 by ann (db/tables.sql:12:1)`
  String name(Changeset changeset) {
    return "changeset "
        + changeset.id()
        + " by "
        + changeset.author()
        + " ("
        + at(changeset, 0)
        + ")";
  }
}
