package dev.landfall.sandbox.aws.resource;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.sandbox.aws.store.Change;
import dev.landfall.sandbox.aws.store.Journal;
import dev.landfall.sandbox.aws.store.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The resources of all accounts and regions, whoever made them: a stack, or a call to a service.
/// Where a service keeps nothing more of a resource than its properties, this is what it reads and
/// writes. Threads share it.
public final class ResourceStore {
  private static final Set<String> GLOBAL = Set.of("IAM", "CloudFront", "Route53", "Organizations");
  private static final String EVERYWHERE = "aws-global";
  private static final char SEPARATOR = '\0';

  private final Journal journal;
  private final Table<Row> rows;
  private final Map<String, String> keysByToken = new HashMap<>();

  /// A resource with what is known of its making.
  ///
  /// @param tags those of its stack, and CloudFormation's own
  /// @param references the properties with dynamic references, as they are written
  /// @param token of the call that made it; empty when no stack did
  /// @param pending whether the service has not said yet that it is made
  public record Entry(
      Resource resource,
      Map<String, String> tags,
      Map<String, JsonNode> references,
      String token,
      boolean pending) {
    public Entry {
      references = Map.copyOf(references);
      tags = Map.copyOf(tags);
    }

    /// One that no stack has made.
    public static Entry of(Resource resource) {
      return new Entry(resource, Map.of(), Map.of(), "", false);
    }

    /// With what is behind it now.
    public Entry with(Resource newResource) {
      return new Entry(newResource, tags, references, token, false);
    }
  }

  private record Row(
      String type,
      ObjectNode properties,
      Map<String, JsonNode> attributes,
      Map<String, String> tags,
      Map<String, JsonNode> references,
      String token,
      boolean pending) {
    /// Those of older versions have no references.
    Row {
      references = references == null ? Map.of() : Map.copyOf(references);
    }

    static Row of(Entry entry) {
      var resource = entry.resource();
      return new Row(
          resource.type(),
          resource.properties(),
          resource.attributes(),
          entry.tags(),
          entry.references(),
          entry.token(),
          entry.pending());
    }

    Entry entry() {
      return new Entry(
          new Resource(type, properties, attributes), tags, references, token, pending);
    }
  }

  public ResourceStore(Journal journal) {
    this.journal = journal;
    this.rows = journal.table("resources", Row.class);
    rows.rows().forEach((key, row) -> remember(key, row.token()));
  }

  private void remember(String key, String token) {
    if (!token.isEmpty()) {
      keysByToken.put(token, key);
    }
  }

  /// Where resources of a type are at home: those of IAM are the account's, whatever the region.
  private static String prefix(Scope scope, ResourceType type) {
    var region = GLOBAL.contains(type.service()) ? EVERYWHERE : scope.region();
    return scope.account() + SEPARATOR + region + SEPARATOR + type.name() + SEPARATOR;
  }

  /// A resource by its primary identifier, made or in the making.
  public Optional<Entry> find(Scope scope, ResourceType type, String identifier) {
    return rows.get(prefix(scope, type) + identifier).map(Row::entry);
  }

  /// The resource that a call with this token made, or began to make.
  synchronized Optional<Entry> madeBy(String token) {
    return Optional.ofNullable(keysByToken.get(token)).flatMap(rows::get).map(Row::entry);
  }

  /// All resources of a type, in the order of their identifiers.
  public List<Entry> all(Scope scope, ResourceType type) {
    var prefix = prefix(scope, type);
    return rows.rows().subMap(prefix, true, prefix + '\uffff', false).values().stream()
        .map(Row::entry)
        .toList();
  }

  /// A resource and whose it is.
  ///
  /// @param scope of a global service: the account with `aws-global`
  public record Placed(Scope scope, Entry entry) {}

  /// All resources of a type in all accounts and regions.
  public List<Placed> everywhere(ResourceType type) {
    var all = new ArrayList<Placed>();
    rows.rows()
        .forEach((key, row) -> {
          if (row.type().equals(type.name())) {
            var parts = key.split(String.valueOf(SEPARATOR), 3);
            all.add(new Placed(new Scope(parts[0], parts[1]), row.entry()));
          }
        });
    return all;
  }

  /// Adds a resource.
  ///
  /// @throws ResourceException `AlreadyExists`
  public synchronized void add(Scope scope, ResourceType type, Entry entry)
      throws ResourceException {
    var identifier = entry.resource().identifier(type);
    var key = prefix(scope, type) + identifier;
    if (rows.get(key).isPresent()) {
      throw ResourceException.alreadyExists(type.name(), identifier);
    }
    journal.commit(rows.put(key, Row.of(entry)));
    remember(key, entry.token());
  }

  /// Changes a resource, whole and at once: what others change meanwhile is not lost.
  ///
  /// @return what is kept now
  /// @throws ResourceException `NotFound`
  public synchronized Entry change(
      Scope scope, ResourceType type, String identifier, UnaryOperator<Entry> change)
      throws ResourceException {
    var key = prefix(scope, type) + identifier;
    var before = rows.get(key);
    if (before.isEmpty()) {
      throw ResourceException.notFound(type.name(), identifier);
    }
    var after = change.apply(before.get().entry());
    journal.commit(rows.put(key, Row.of(after)));
    return after;
  }

  /// Removes a resource. One that is not there any more counts as removed.
  public synchronized void remove(Scope scope, ResourceType type, String identifier) {
    var key = prefix(scope, type) + identifier;
    var row = rows.get(key);
    if (row.isPresent()) {
      keysByToken.remove(row.get().token());
      Change<Row> removal = rows.remove(key);
      journal.commit(removal);
    }
  }
}
