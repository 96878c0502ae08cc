package dev.landfall.sandbox.aws.store;

import java.util.Collections;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// Rows by their keys, in the order of the keys' code points. Threads share it; what has to happen
/// at once is committed at once.
public final class Table<V extends Record> {
  /// As UTF-8 is ordered, byte by byte.
  public static final Comparator<String> CODE_POINTS =
      (one, other) -> {
        var shorter = Math.min(one.length(), other.length());
        for (var i = 0; i < shorter; i++) {
          var a = one.charAt(i);
          var b = other.charAt(i);
          if (a != b) {
            return Character.isSurrogate(a) == Character.isSurrogate(b)
                ? Character.compare(a, b)
                : Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b));
          }
        }
        return Integer.compare(one.length(), other.length());
      };

  private final String name;
  private final NavigableMap<String, V> rows = new ConcurrentSkipListMap<>(CODE_POINTS);

  Table(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  public Optional<V> get(String key) {
    return Optional.ofNullable(rows.get(key));
  }

  /// All rows, as they are while one looks at them.
  public NavigableMap<String, V> rows() {
    return Collections.unmodifiableNavigableMap(rows);
  }

  public Change<V> put(String key, V value) {
    return new Change<>(this, key, Optional.of(value));
  }

  public Change<V> remove(String key) {
    return new Change<>(this, key, Optional.empty());
  }

  void apply(String key, Optional<V> value) {
    value.ifPresentOrElse(row -> rows.put(key, row), () -> rows.remove(key));
  }
}
