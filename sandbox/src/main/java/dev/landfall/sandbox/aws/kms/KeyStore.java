package dev.landfall.sandbox.aws.kms;

import dev.landfall.sandbox.aws.protocol.AwsError;
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

/// Keys and their aliases. Threads share it; what depends on what is there holds the lock.
final class KeyStore {
  private static final char SEPARATOR = '\0';
  private static final char AFTER = '\1';
  private static final int PARTS = 6;

  private final Journal journal;
  private final Table<Key> keys;
  private final Table<Alias> aliases;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();

  /// @param name with `alias/`
  /// @param key the id of its key
  record Alias(String name, String key, long created) {}

  KeyStore(Journal journal, Clock clock) {
    this.journal = journal;
    this.keys = journal.table("kms-keys", Key.class);
    this.aliases = journal.table("kms-aliases", Alias.class);
    this.clock = clock;
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

  private static <V extends Record> NavigableMap<String, V> under(Table<V> table, Scope scope) {
    return table.rows().subMap(prefix(scope) + SEPARATOR, true, prefix(scope) + AFTER, false);
  }

  Optional<Key> key(Scope scope, String id) {
    return keys.get(prefix(scope) + SEPARATOR + id)
        .filter(key -> !key.leaving() || key.gone() > clock.millis());
  }

  List<Key> keys(Scope scope) {
    return under(keys, scope).values().stream()
        .filter(key -> !key.leaving() || key.gone() > clock.millis())
        .toList();
  }

  void put(Key key) {
    journal.commit(keys.put(prefix(key.scope()) + SEPARATOR + key.id(), key));
  }

  Optional<Alias> alias(Scope scope, String name) {
    return aliases
        .get(prefix(scope) + SEPARATOR + name)
        .filter(alias -> key(scope, alias.key()).isPresent());
  }

  List<Alias> aliases(Scope scope) {
    return under(aliases, scope).values().stream()
        .filter(alias -> key(scope, alias.key()).isPresent())
        .toList();
  }

  void put(Scope scope, Alias alias) {
    journal.commit(aliases.put(prefix(scope) + SEPARATOR + alias.name(), alias));
  }

  void remove(Scope scope, Alias alias) {
    var changes = new ArrayList<Change<?>>();
    changes.add(aliases.remove(prefix(scope) + SEPARATOR + alias.name()));
    journal.commit(changes);
  }

  /// A key of a region by its id, its ARN, an alias or an alias's ARN.
  Key find(Scope caller, String named) throws AwsError {
    var parts = named.split(":", PARTS);
    boolean whole = parts.length == PARTS && parts[2].equals("kms");
    var scope = whole ? new Scope(parts[4], parts[3]) : caller;
    if (!scope.region().equals(caller.region())) {
      throw KmsErrors.otherRegion(scope.region());
    }
    var name = whole ? parts[5].replaceFirst("^key/", "") : named;
    if (name.startsWith("alias/")) {
      var alias = alias(scope, name);
      if (alias.isEmpty()) {
        throw KmsErrors.noAlias(Key.arn(scope, name));
      }
      return key(scope, alias.get().key()).orElseThrow();
    }
    return key(scope, name).orElseThrow(() -> KmsErrors.noKey(Key.arn(scope, "key/" + name)));
  }
}
