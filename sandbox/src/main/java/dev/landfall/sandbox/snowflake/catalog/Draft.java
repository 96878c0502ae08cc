package dev.landfall.sandbox.snowflake.catalog;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A catalogue in the making: what one statement changes. Not shared between threads.
public final class Draft extends Directory {
  /// Of what other objects are, roles and who has them do not depend.
  private static final Set<Kind> OF_ROLES =
      Set.of(Kind.ACCOUNT, Kind.DATABASE, Kind.ROLE, Kind.DATABASE_ROLE, Kind.USER);

  private final Catalogue base;
  private final Set<Long> changed = new HashSet<>();
  private long lastId;

  Draft(Catalogue base) {
    super(new HashMap<>(base.entities), new HashMap<>(base.names));
    this.base = base;
    this.lastId = base.lastId();
  }

  /// An id that no object of this account ever had.
  public long newId() {
    return ++lastId;
  }

  /// Adds an object.
  ///
  /// @throws SnowflakeException 002002 when the name is taken in its place
  public Entity add(Entity entity) throws SnowflakeException {
    if (entities.containsKey(entity.id())) {
      throw new IllegalStateException("object " + entity.id() + " is there");
    }
    return put(entity);
  }

  /// Puts another state of an object in place of the one of the same id.
  ///
  /// @throws SnowflakeException 002002 when it has a new name that is taken
  public Entity put(Entity entity) throws SnowflakeException {
    if (entity.dropped().isEmpty()) {
      var holder = names.get(Key.of(entity));
      if (holder != null && holder != entity.id()) {
        throw Errors.alreadyExists(entity.name().sql());
      }
    }
    var before = entities.put(entity.id(), entity);
    if (before != null && before.dropped().isEmpty()) {
      names.remove(Key.of(before), before.id());
    }
    if (entity.dropped().isEmpty()) {
      names.put(Key.of(entity), entity.id());
    }
    changed.add(entity.id());
    return entity;
  }

  /// Puts another state of an object whose name, place and life do not change.
  public Entity update(Entity entity) {
    var before = get(entity.id());
    if (!Key.of(before).equals(Key.of(entity))
        || before.dropped().isPresent() != entity.dropped().isPresent()) {
      throw new IllegalStateException("the name of " + entity.id() + " would change");
    }
    entities.put(entity.id(), entity);
    changed.add(entity.id());
    return entity;
  }

  /// Removes an object for good.
  public void remove(long id) {
    var before = entities.remove(id);
    if (before != null) {
      if (before.dropped().isEmpty()) {
        names.remove(Key.of(before), id);
      }
      changed.add(id);
    }
  }

  /// Exchanges the names of two objects.
  public void swap(Entity one, Entity other) {
    names.remove(Key.of(one));
    names.remove(Key.of(other));
    for (var entity :
        new Entity[] {
          one.withName(other.parent(), other.name()), other.withName(one.parent(), one.name())
        }) {
      entities.put(entity.id(), entity);
      names.put(Key.of(entity), entity.id());
      changed.add(entity.id());
    }
  }

  /// The ids of objects that were added, changed or removed.
  public Set<Long> changed() {
    return Set.copyOf(changed);
  }

  long lastId() {
    return lastId;
  }

  /// The next catalogue. The draft must not be used afterwards.
  Catalogue freeze() {
    var roles = hasRolesOfBase() ? base.roles() : new Catalogue.Roles();
    return new Catalogue(entities, names, lastId, roles);
  }

  private boolean hasRolesOfBase() {
    return changed.stream()
        .noneMatch(id -> isOfRoles(entities.get(id)) || isOfRoles(base.entities.get(id)));
  }

  private static boolean isOfRoles(@Nullable Entity entity) {
    return entity != null && OF_ROLES.contains(entity.kind());
  }

  @Override
  public Set<Long> inherited(Set<Long> roles) {
    return hasRolesOfBase() ? base.inherited(roles) : super.inherited(roles);
  }

  @Override
  public Set<Long> rolesOf(Entity user) {
    return hasRolesOfBase() ? base.rolesOf(user) : super.rolesOf(user);
  }
}
