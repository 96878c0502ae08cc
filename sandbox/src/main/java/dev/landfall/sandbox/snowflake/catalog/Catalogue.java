package dev.landfall.sandbox.snowflake.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The objects of one account at one moment. Immutable and safe to share; see [Account] for the
/// current one.
public final class Catalogue extends Directory {
  private final long lastId;
  private final Roles roles;

  /// @param roles what is known of its roles
  Catalogue(Map<Long, Entity> entities, Map<Key, Long> names, long lastId, Roles roles) {
    super(entities, names);
    this.lastId = lastId;
    this.roles = roles;
  }

  /// What every statement asks about roles, and takes a look at all objects to find out.
  ///
  /// @param inherited by the roles that inherit
  /// @param granted by the id of the user
  record Roles(Map<Set<Long>, Set<Long>> inherited, Map<Long, Set<Long>> granted) {
    Roles() {
      this(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }
  }

  Roles roles() {
    return roles;
  }

  /// A catalogue of these objects.
  static Catalogue of(Iterable<Entity> all, long lastId) {
    var entities = new HashMap<Long, Entity>();
    var names = new HashMap<Key, Long>();
    for (var entity : all) {
      entities.put(entity.id(), entity);
      if (entity.dropped().isEmpty()) {
        var before = names.put(Key.of(entity), entity.id());
        if (before != null) {
          throw new IllegalStateException("two objects are called " + entity.key());
        }
      }
    }
    return new Catalogue(entities, names, lastId, new Roles());
  }

  /// A draft of the next catalogue.
  public Draft draft() {
    return new Draft(this);
  }

  long lastId() {
    return lastId;
  }

  @Override
  public Set<Long> inherited(Set<Long> roles) {
    return this.roles
        .inherited()
        .computeIfAbsent(Set.copyOf(roles), r -> Set.copyOf(super.inherited(r)));
  }

  @Override
  public Set<Long> rolesOf(Entity user) {
    return roles.granted().computeIfAbsent(user.id(), id -> Set.copyOf(super.rolesOf(user)));
  }
}
