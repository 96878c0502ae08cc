package dev.landfall.sandbox.aws.logs;

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
import java.util.concurrent.atomic.AtomicLong;

/// Streams and their events. Threads share it.
final class LogStore {
  private static final char SEPARATOR = '\0';
  private static final char AFTER = '\1';

  private final Journal journal;
  private final Table<Stream> streams;
  private final Table<LogEvent> events;
  private final AtomicLong sequence = new AtomicLong();

  /// @param created in milliseconds since 1970
  record Stream(String group, String name, long created) {}

  /// @param at what the event says of its time, in milliseconds since 1970
  /// @param ingested when it came
  record LogEvent(String stream, long at, long ingested, String message) {}

  LogStore(Journal journal) {
    this.journal = journal;
    this.streams = journal.table("log-streams", Stream.class);
    this.events = journal.table("log-events", LogEvent.class);
    for (var key : events.rows().keySet()) {
      var number = Long.parseLong(key.substring(key.lastIndexOf(SEPARATOR) + 1), 16);
      sequence.accumulateAndGet(number, Math::max);
    }
  }

  private static String key(Scope scope, String group) {
    return scope.account() + SEPARATOR + scope.region() + SEPARATOR + group;
  }

  private static String key(Scope scope, String group, String stream) {
    return key(scope, group) + SEPARATOR + stream;
  }

  private static <V extends Record> NavigableMap<String, V> under(Table<V> table, String key) {
    return table.rows().subMap(key + SEPARATOR, true, key + AFTER, false);
  }

  Optional<Stream> stream(Scope scope, String group, String name) {
    return streams.get(key(scope, group, name));
  }

  Collection<Stream> streams(Scope scope, String group) {
    return under(streams, key(scope, group)).values();
  }

  void put(Scope scope, Stream stream) {
    journal.commit(streams.put(key(scope, stream.group(), stream.name()), stream));
  }

  /// Removes a stream with its events.
  void remove(Scope scope, Stream stream) {
    var key = key(scope, stream.group(), stream.name());
    var changes = new ArrayList<Change<?>>();
    under(events, key).keySet().forEach(event -> changes.add(events.remove(event)));
    changes.add(streams.remove(key));
    journal.commit(changes);
  }

  /// Removes all that a group holds.
  void clear(Scope scope, String group) {
    List.copyOf(streams(scope, group)).forEach(stream -> remove(scope, stream));
  }

  void add(Scope scope, String group, List<LogEvent> added) {
    journal.commit(
        added.stream()
            .map(event ->
                events.put(
                    key(scope, group, event.stream())
                        + SEPARATOR
                        + String.format(Locale.ROOT, "%016x", sequence.incrementAndGet()),
                    event))
            .toList());
  }

  /// The events of a stream, by their ids, as they came.
  Map<String, LogEvent> events(Scope scope, String group, String stream) {
    return under(events, key(scope, group, stream));
  }

  /// The events of all streams of a group.
  Map<String, LogEvent> events(Scope scope, String group) {
    return under(events, key(scope, group));
  }

  /// An event's id out of its key.
  static String id(String key) {
    return key.substring(key.lastIndexOf(SEPARATOR) + 1);
  }
}
