package dev.landfall.sandbox.snowflake.catalog;

import dev.landfall.sandbox.snowflake.model.Name;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// An object of an account. Immutable; a change makes another with the same id.
///
/// @param id never used again in this account
/// @param parent the schema, database or account it lies in; 0 for the account itself
/// @param owner the role that owns it; 0 for the system
/// @param dropped when it was dropped; it can be brought back until its retention ends
/// @param session whose temporary object it is; 0 for a permanent one
public record Entity(
    long id,
    Kind kind,
    long parent,
    Name name,
    long owner,
    Instant created,
    Optional<String> comment,
    Optional<Instant> dropped,
    long session,
    List<Grant> grants,
    List<TagUse> tags,
    Body body) {
  public Entity {
    grants = List.copyOf(grants);
    tags = List.copyOf(tags);
  }

  /// A new permanent object without comment, grants and tags.
  public static Entity of(
      long id, Kind kind, long parent, Name name, long owner, Instant created, Body body) {
    return new Entity(
        id,
        kind,
        parent,
        name,
        owner,
        created,
        Optional.empty(),
        Optional.empty(),
        0,
        List.of(),
        List.of(),
        body);
  }

  /// The name, with argument types where they belong to the identity.
  public String key() {
    return body instanceof Body.Callable callable
        ? name.value() + callable.signature()
        : name.value();
  }

  public boolean temporary() {
    return session != 0;
  }

  /// The body, known to be of this type.
  public <T extends Body> T body(Class<T> type) {
    return type.cast(body);
  }

  public Entity withName(long newParent, Name newName) {
    return new Entity(
        id, kind, newParent, newName, owner, created, comment, dropped, session, grants, tags,
        body);
  }

  public Entity withOwner(long role) {
    return new Entity(
        id, kind, parent, name, role, created, comment, dropped, session, grants, tags, body);
  }

  public Entity withComment(Optional<String> text) {
    return new Entity(
        id, kind, parent, name, owner, created, text, dropped, session, grants, tags, body);
  }

  public Entity withDropped(Optional<Instant> when) {
    return new Entity(
        id, kind, parent, name, owner, created, comment, when, session, grants, tags, body);
  }

  public Entity withSession(long newSession) {
    return new Entity(
        id, kind, parent, name, owner, created, comment, dropped, newSession, grants, tags, body);
  }

  public Entity withGrants(List<Grant> all) {
    return new Entity(
        id, kind, parent, name, owner, created, comment, dropped, session, all, tags, body);
  }

  public Entity withTags(List<TagUse> all) {
    return new Entity(
        id, kind, parent, name, owner, created, comment, dropped, session, grants, all, body);
  }

  public Entity withBody(Body newBody) {
    return new Entity(
        id, kind, parent, name, owner, created, comment, dropped, session, grants, tags, newBody);
  }

  /// The same with a changed body of this type.
  public <T extends Body> Entity change(Class<T> type, UnaryOperator<T> change) {
    return withBody(change.apply(body(type)));
  }

  /// The tags with this one set, at the end unless it was set already.
  static List<TagUse> tagged(List<TagUse> tags, TagUse use) {
    var all = new ArrayList<TagUse>();
    boolean found = false;
    for (var tag : tags) {
      found |= tag.tag() == use.tag();
      all.add(tag.tag() == use.tag() ? use : tag);
    }
    if (!found) {
      all.add(use);
    }
    return all;
  }
}
