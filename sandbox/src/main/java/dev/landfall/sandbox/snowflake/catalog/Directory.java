package dev.landfall.sandbox.snowflake.catalog;

import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Directory to look at: a [Catalogue], or a [Draft] of the next one. Knows nothing of who looks:
/// see [Access].
public abstract sealed class Directory permits Catalogue, Draft {
  /// The id of the account's own object.
  public static final long ACCOUNT = 1;

  /// What tells the live objects of one place apart.
  record Key(long parent, Kind.Space space, String name, long session) {
    static Key of(Entity entity) {
      return new Key(entity.parent(), entity.kind().space(), entity.key(), entity.session());
    }
  }

  final Map<Long, Entity> entities;
  final Map<Key, Long> names;

  Directory(Map<Long, Entity> entities, Map<Key, Long> names) {
    this.entities = entities;
    this.names = names;
  }

  public final Optional<Entity> entity(long id) {
    return Optional.ofNullable(entities.get(id));
  }

  /// An object that is known to be there.
  public final Entity get(long id) {
    var entity = entities.get(id);
    if (entity == null) {
      throw new IllegalStateException("no object " + id);
    }
    return entity;
  }

  public final Entity account() {
    return get(ACCOUNT);
  }

  /// A live object by its exact name; a session's temporary one hides the permanent one.
  ///
  /// @param key the name, with argument types for functions and procedures
  public final Optional<Entity> lookup(long parent, Kind.Space space, String key, long session) {
    if (session != 0) {
      var own = names.get(new Key(parent, space, key, session));
      if (own != null) {
        return entity(own);
      }
    }
    return permanent(parent, space, key);
  }

  /// A live permanent object by its exact name.
  public final Optional<Entity> permanent(long parent, Kind.Space space, String key) {
    var id = names.get(new Key(parent, space, key, 0));
    return id == null ? Optional.empty() : entity(id);
  }

  public final Optional<Entity> role(Name name) {
    return permanent(ACCOUNT, Kind.Space.ROLE, name.value());
  }

  public final Optional<Entity> user(Name name) {
    return permanent(ACCOUNT, Kind.Space.USER, name.value());
  }

  public final Optional<Entity> database(Name name) {
    return permanent(ACCOUNT, Kind.Space.DATABASE, name.value());
  }

  public final Optional<Entity> schema(Entity database, Name name) {
    return permanent(database.id(), Kind.Space.SCHEMA, name.value());
  }

  /// All objects, dropped ones too, in no order.
  public final Stream<Entity> all() {
    return entities.values().stream();
  }

  /// The live objects of a kind in the whole account, by place and name.
  public final List<Entity> all(Kind kind) {
    return all()
        .filter(e -> e.kind() == kind && alive(e))
        .sorted(Comparator.comparing(this::sortKey))
        .toList();
  }

  /// The live objects that lie in this one, by kind and name.
  public final List<Entity> children(long parent) {
    return all()
        .filter(e -> e.parent() == parent && e.dropped().isEmpty())
        .sorted(Comparator.comparing(Entity::kind).thenComparing(Entity::key))
        .toList();
  }

  /// Whether neither it nor what it lies in has been dropped.
  public final boolean alive(Entity entity) {
    var at = entity;
    while (true) {
      if (at.dropped().isPresent()) {
        return false;
      }
      if (at.parent() == 0) {
        return true;
      }
      var parent = entities.get(at.parent());
      if (parent == null) {
        return false;
      }
      at = parent;
    }
  }

  /// The live object of this id.
  public final Optional<Entity> alive(long id) {
    return entity(id).filter(this::alive);
  }

  /// The schema an object of a schema lies in.
  public final Entity schemaOf(Entity entity) {
    return get(entity.parent());
  }

  /// The database that an object of a database or schema lies in, or the database itself.
  public final Entity databaseOf(Entity entity) {
    return switch (entity.kind().home()) {
      case SCHEMA -> get(get(entity.parent()).parent());
      case DATABASE -> get(entity.parent());
      case ACCOUNT -> entity;
      case ROOT -> throw new IllegalArgumentException("the account lies in no database");
    };
  }

  /// The full name: database, schema and name as far as there are such.
  public final QualifiedName nameOf(Entity entity) {
    return switch (entity.kind().home()) {
      case SCHEMA ->
          QualifiedName.of(databaseOf(entity).name(), schemaOf(entity).name(), entity.name());
      case DATABASE -> QualifiedName.of(databaseOf(entity).name(), entity.name());
      case ACCOUNT, ROOT -> QualifiedName.of(entity.name());
    };
  }

  /// A column's default as SQL; that of a sequence names the sequence as it is called now.
  public final Optional<String> defaultOf(Column column) {
    return column
        .sequence()
        .flatMap(this::alive)
        .map(sequence -> nameOf(sequence).sql() + ".NEXTVAL")
        .or(column::fallback);
  }

  /// These roles and all they inherit, directly and not; PUBLIC is not added.
  public Set<Long> inherited(Set<Long> roles) {
    var reached = new HashSet<>(roles);
    var candidates =
        all()
            .filter(e -> e.kind() == Kind.ROLE || e.kind() == Kind.DATABASE_ROLE)
            .filter(this::alive)
            .toList();
    boolean more = true;
    while (more) {
      more = false;
      for (var role : candidates) {
        if (!reached.contains(role.id())
            && role.grants().stream().anyMatch(g -> reached.contains(g.grantee()))) {
          reached.add(role.id());
          more = true;
        }
      }
    }
    return reached;
  }

  /// The roles granted to a user directly.
  public Set<Long> rolesOf(Entity user) {
    var roles = new HashSet<Long>();
    all()
        .filter(e -> e.kind() == Kind.ROLE || e.kind() == Kind.DATABASE_ROLE)
        .filter(e -> e.grants().stream().anyMatch(g -> g.grantee() == user.id()))
        .filter(this::alive)
        .forEach(e -> roles.add(e.id()));
    return roles;
  }

  private String sortKey(Entity entity) {
    var name = nameOf(entity);
    var key = new StringBuilder();
    name.parts().forEach(part -> key.append(part.value()).append('\0'));
    return key.append(entity.key()).append('\0').append(entity.session()).toString();
  }
}
