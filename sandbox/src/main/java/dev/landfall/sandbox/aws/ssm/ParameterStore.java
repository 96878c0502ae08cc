package dev.landfall.sandbox.aws.ssm;

import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.store.Change;
import dev.landfall.sandbox.aws.store.Journal;
import dev.landfall.sandbox.aws.store.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Parameters and their versions. Threads share it; what depends on what is there holds the lock.
final class ParameterStore {
  private static final char SEPARATOR = '\0';
  private static final char AFTER = '\1';

  private final Journal journal;
  private final Table<Parameter> parameters;
  private final Table<Version> versions;
  private final ReentrantLock lock = new ReentrantLock();

  /// @param latest version
  record Parameter(String name, long latest, Map<String, String> tags) {
    Parameter {
      tags = Map.copyOf(tags);
    }

    Parameter withTags(Map<String, String> other) {
      return new Parameter(name, latest, other);
    }
  }

  ParameterStore(Journal journal) {
    this.journal = journal;
    this.parameters = journal.table("ssm-parameters", Parameter.class);
    this.versions = journal.table("ssm-versions", Version.class);
  }

  ReentrantLock lock() {
    return lock;
  }

  private static String prefix(Scope scope) {
    return scope.account() + SEPARATOR + scope.region();
  }

  private static String key(Scope scope, String name) {
    return prefix(scope) + SEPARATOR + name;
  }

  private static String key(Scope scope, String name, long version) {
    return key(scope, name) + SEPARATOR + String.format(Locale.ROOT, "%019d", version);
  }

  private static <V extends Record> NavigableMap<String, V> under(Table<V> table, String key) {
    return table.rows().subMap(key + SEPARATOR, true, key + AFTER, false);
  }

  Optional<Parameter> get(Scope scope, String name) {
    return parameters.get(key(scope, name));
  }

  Collection<Parameter> all(Scope scope) {
    return under(parameters, prefix(scope)).values();
  }

  Optional<Version> version(Scope scope, String name, long number) {
    return versions.get(key(scope, name, number));
  }

  Version latest(Scope scope, Parameter parameter) {
    return version(scope, parameter.name(), parameter.latest()).orElseThrow();
  }

  /// From the first to the last.
  List<Version> versions(Scope scope, String name) {
    return List.copyOf(under(versions, key(scope, name)).values());
  }

  void put(Scope scope, Parameter parameter) {
    journal.commit(parameters.put(key(scope, parameter.name()), parameter));
  }

  /// Puts the newest version.
  ///
  /// @param dropped the number of one that goes
  void put(Scope scope, Parameter parameter, Version newest, Optional<Long> dropped) {
    var changes = new ArrayList<Change<?>>();
    changes.add(parameters.put(key(scope, parameter.name()), parameter));
    changes.add(versions.put(key(scope, parameter.name(), newest.number()), newest));
    dropped.ifPresent(number -> changes.add(versions.remove(key(scope, parameter.name(), number))));
    journal.commit(changes);
  }

  void change(Scope scope, String name, List<Version> changed) {
    journal.commit(
        changed.stream()
            .map(version -> versions.put(key(scope, name, version.number()), version))
            .toList());
  }

  void remove(Scope scope, String name) {
    var changes = new ArrayList<Change<?>>();
    under(versions, key(scope, name)).keySet().forEach(key -> changes.add(versions.remove(key)));
    changes.add(parameters.remove(key(scope, name)));
    journal.commit(changes);
  }
}
