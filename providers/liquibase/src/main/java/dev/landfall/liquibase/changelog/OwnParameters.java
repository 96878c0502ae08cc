package dev.landfall.liquibase.changelog;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import liquibase.ContextExpression;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Labels;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;
import org.jspecify.annotations.Nullable;

/// Changelog parameters that know nothing of the process's environment, and remember what was asked
/// for.
///
/// Liquibase lets environment variables and system properties win over every parameter, whatever
/// the case of their names: `${user}` would be the account that runs the deployment, and two
/// machines would deploy different SQL. Every parameter is kept here under a prefix that no
/// variable has, so they are never found. Used by one thread.
final class OwnParameters extends ChangeLogParameters {
  private static final String PREFIX = "\u0001";

  // Such as LIQUIBASE_EXECUTION_CHANGELOG_FILE: what Liquibase knows of the place that asks.
  private static final String OF_FILE = "LIQUIBASE_EXECUTION_";

  private final SortedSet<String> defined = new TreeSet<>();
  private final SortedMap<String, String> asked = new TreeMap<>();
  private boolean filtered;

  OwnParameters(
      Database database,
      Map<String, String> parameters,
      List<String> contexts,
      Optional<String> labels) {
    super(database);
    setContexts(new Contexts(contexts));
    setLabels(new LabelExpression(labels.orElse("")));
    defined.clear();
    filtered = false;
    new TreeMap<>(parameters).forEach(this::set);
  }

  /// The names that have a value somewhere: parameters and properties.
  SortedSet<String> defined() {
    return defined;
  }

  /// The names that the changelog asked for, in lower case.
  SortedSet<String> asked() {
    return new TreeSet<>(asked.keySet());
  }

  /// Whether a property depends on contexts or labels.
  boolean filtered() {
    return filtered;
  }

  @Override
  public void set(
      String key,
      Object value,
      ContextExpression contexts,
      Labels labels,
      String @Nullable ... databases) {
    note(key, contexts, labels);
    super.set(PREFIX + key, value, contexts, labels, databases);
  }

  @Override
  public void setLocal(
      String key,
      Object value,
      DatabaseChangeLog changeLog,
      ContextExpression contexts,
      Labels labels,
      String @Nullable ... databases) {
    note(key, contexts, labels);
    super.setLocal(PREFIX + key, value, changeLog, contexts, labels, databases);
  }

  @Override
  public @Nullable Object getValue(String key, @Nullable DatabaseChangeLog changeLog) {
    if (changeLog != null && key.regionMatches(true, 0, OF_FILE, 0, OF_FILE.length())) {
      return super.getValue(key, changeLog);
    }
    asked.put(key.toLowerCase(Locale.ROOT), key);
    return super.getValue(PREFIX + key, changeLog);
  }

  @Override
  public boolean hasValue(String key, @Nullable DatabaseChangeLog changeLog) {
    asked.put(key.toLowerCase(Locale.ROOT), key);
    return super.hasValue(PREFIX + key, changeLog);
  }

  @Override
  public @Nullable Object getLocalValue(String key, ChangeSet changeSet) {
    return super.getLocalValue(PREFIX + key, changeSet);
  }

  // The super constructor already calls this, before the fields are there.
  @SuppressWarnings("NullAway")
  private void note(String key, ContextExpression contexts, Labels labels) {
    if (defined != null) {
      defined.add(key);
      filtered |= !contexts.isEmpty() || !labels.isEmpty();
    }
  }
}
