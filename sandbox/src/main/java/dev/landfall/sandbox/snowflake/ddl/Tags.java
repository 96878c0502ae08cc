package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.TagUse;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.AlterAction;
import dev.landfall.sandbox.snowflake.sql.PolicyStatement;
import dev.landfall.sandbox.snowflake.sql.TagValue;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// Tags, and the objects and columns they are set on (Snowflake, "Introduction to object tagging").
final class Tags {
  private static final int MAX_VALUE = 256;
  private static final int MAX_ALLOWED = 5000;

  private Tags() {}

  static Result create(Operation operation, PolicyStatement.CreateTag statement)
      throws SnowflakeException, SQLException {
    var options = statement.options().reader("CREATE TAG");
    var comment = options.text("COMMENT");
    options.finish();
    if (statement.allowedValues().isPresent()) {
      checkAllowed(statement.allowedValues().get());
    }
    var slot = Creations.begin(operation, Kind.TAG, statement.creation(), statement.name());
    if (slot.isEmpty()) {
      return Creations.alreadyThere(statement.name().last());
    }
    var entity =
        Creations.finish(
            operation,
            slot.get(),
            operation.draft().newId(),
            new Body.Tag(statement.allowedValues(), List.of()),
            false);
    operation.draft().update(entity.withComment(comment));
    return Creations.created(Kind.TAG, entity.name());
  }

  private static void checkAllowed(List<String> values) throws SnowflakeException {
    if (values.size() > MAX_ALLOWED) {
      throw Errors.compilation(
          "003560", "22023", "A tag can have at most " + MAX_ALLOWED + " allowed values.");
    }
    for (var value : values) {
      checkLength(value);
    }
  }

  private static void checkLength(String value) throws SnowflakeException {
    if (value.length() > MAX_VALUE) {
      throw Errors.compilation(
          "003561",
          "22023",
          "Tag value '" + value + "' is longer than " + MAX_VALUE + " characters.");
    }
  }

  /// ADD or DROP ALLOWED_VALUES.
  static Entity change(Entity tag, AlterAction.AllowedValues change) throws SnowflakeException {
    var body = tag.body(Body.Tag.class);
    var values = new LinkedHashSet<>(body.allowed().orElse(List.of()));
    if (change.add()) {
      values.addAll(change.values());
      checkAllowed(List.copyOf(values));
    } else {
      change.values().forEach(values::remove);
    }
    return tag.withBody(new Body.Tag(Optional.of(List.copyOf(values)), body.masking()));
  }

  /// UNSET ALLOWED_VALUES.
  static Entity anyValue(Entity tag) {
    return tag.withBody(new Body.Tag(Optional.empty(), tag.body(Body.Tag.class).masking()));
  }

  /// Sets tags on an object.
  static Entity set(Operation operation, Entity object, List<TagValue> values)
      throws SnowflakeException {
    return object.withTags(set(operation, object, object.tags(), values));
  }

  static Entity unset(Operation operation, Entity object, List<QualifiedName> names)
      throws SnowflakeException {
    return object.withTags(unset(operation, object, object.tags(), names));
  }

  static Entity setOnColumn(
      Operation operation, Entity object, Name columnName, List<TagValue> values)
      throws SnowflakeException {
    var column = Columns.of(Policies.columnsOf(object), columnName);
    return Policies.withColumn(
        object, column.withTags(set(operation, object, column.tags(), values)));
  }

  static Entity unsetOnColumn(
      Operation operation, Entity object, Name columnName, List<QualifiedName> names)
      throws SnowflakeException {
    var column = Columns.of(Policies.columnsOf(object), columnName);
    return Policies.withColumn(
        object, column.withTags(unset(operation, object, column.tags(), names)));
  }

  private static List<TagUse> set(
      Operation operation, Entity object, List<TagUse> before, List<TagValue> values)
      throws SnowflakeException {
    var tags = new ArrayList<>(before);
    for (var value : values) {
      var tag = applicable(operation, object, value.tag());
      var allowed = tag.body(Body.Tag.class).allowed();
      if (allowed.isPresent() && !allowed.get().contains(value.value())) {
        throw Errors.compilation(
            "003562",
            "22023",
            "Tag value '" + value.value() + "' is not allowed for tag '" + tag.name().sql() + "'.");
      }
      checkLength(value.value());
      if (!tag.body(Body.Tag.class).masking().isEmpty()) {
        throw Errors.notSupported("a tag with a masking policy");
      }
      tags.removeIf(use -> use.tag() == tag.id());
      tags.add(new TagUse(tag.id(), value.value()));
    }
    return tags;
  }

  private static List<TagUse> unset(
      Operation operation, Entity object, List<TagUse> before, List<QualifiedName> names)
      throws SnowflakeException {
    var tags = new ArrayList<>(before);
    for (var name : names) {
      var tag = applicable(operation, object, name);
      tags.removeIf(use -> use.tag() == tag.id());
    }
    return tags;
  }

  /// A tag that the session may set on this object: with APPLY TAG on the account, or with APPLY on
  /// the tag and ownership of the object.
  private static Entity applicable(Operation operation, Entity object, QualifiedName name)
      throws SnowflakeException {
    var tag = Targets.get(operation, Kind.TAG, name, "SET TAG");
    var access = operation.access();
    if (!access.global("APPLY TAG")) {
      access.requireOwnership(object);
      access.require(tag, "APPLY");
    }
    return tag;
  }
}
