package dev.landfall.sandbox.aws.secrets;

import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.store.Change;
import dev.landfall.sandbox.aws.store.Journal;
import dev.landfall.sandbox.aws.store.Table;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// Secrets and their versions. Threads share it; what depends on what is there holds the lock.
final class SecretStore {
  private static final char SEPARATOR = '\0';
  private static final char AFTER = '\1';
  private static final int SUFFIX = 6;
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final Journal journal;
  private final Table<Secret> secrets;
  private final Table<SecretVersion> versions;
  private final Clock clock;
  private final RandomGenerator random;
  private final ReentrantLock lock = new ReentrantLock();

  SecretStore(Journal journal, Clock clock, RandomGenerator random) {
    this.journal = journal;
    this.secrets = journal.table("secrets", Secret.class);
    this.versions = journal.table("secret-versions", SecretVersion.class);
    this.clock = clock;
    this.random = random;
  }

  ReentrantLock lock() {
    return lock;
  }

  long now() {
    return clock.millis();
  }

  private static String prefix(Scope scope) {
    return scope.account() + SEPARATOR + scope.region();
  }

  private static String key(Scope scope, String name) {
    return prefix(scope) + SEPARATOR + name;
  }

  private static String key(Scope scope, String name, String version) {
    return key(scope, name) + SEPARATOR + version;
  }

  private static <V extends Record> NavigableMap<String, V> under(Table<V> table, String key) {
    return table.rows().subMap(key + SEPARATOR, true, key + AFTER, false);
  }

  /// An ARN for a secret that is to be.
  String newArn(Scope scope, String name) {
    var suffix = new StringBuilder();
    for (int i = 0; i < SUFFIX; i++) {
      suffix.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return arn(scope, name) + "-" + suffix;
  }

  static String arn(Scope scope, String name) {
    return "arn:"
        + scope.partition()
        + ":secretsmanager:"
        + scope.region()
        + ":"
        + scope.account()
        + ":secret:"
        + name;
  }

  /// Deleted ones too, until their time is over.
  Optional<Secret> get(Scope scope, String name) {
    return secrets
        .get(key(scope, name))
        .filter(secret -> !secret.deleted() || secret.gone() > clock.millis());
  }

  List<Secret> all(Scope scope) {
    return under(secrets, prefix(scope)).values().stream()
        .filter(secret -> !secret.deleted() || secret.gone() > clock.millis())
        .toList();
  }

  /// The versions of a secret, from the oldest.
  List<SecretVersion> versions(Scope scope, String name) {
    return under(versions, key(scope, name)).values().stream()
        .sorted(java.util.Comparator.comparingLong(SecretVersion::created))
        .toList();
  }

  /// Writes a secret with those versions of it that have changed.
  void put(Scope scope, Secret secret, List<SecretVersion> changed) {
    var changes = new ArrayList<Change<?>>();
    changes.add(secrets.put(key(scope, secret.name()), secret));
    for (var version : changed) {
      changes.add(versions.put(key(scope, secret.name(), version.id()), version));
    }
    journal.commit(changes);
  }

  void drop(Scope scope, Secret secret, List<SecretVersion> dropped) {
    journal.commit(
        dropped.stream()
            .map(version -> versions.remove(key(scope, secret.name(), version.id())))
            .toList());
  }

  void remove(Scope scope, String name) {
    var changes = new ArrayList<Change<?>>();
    under(versions, key(scope, name)).keySet().forEach(key -> changes.add(versions.remove(key)));
    changes.add(secrets.remove(key(scope, name)));
    journal.commit(changes);
  }
}
