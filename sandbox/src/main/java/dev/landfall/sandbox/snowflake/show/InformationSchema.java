package dev.landfall.sandbox.snowflake.show;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.query.Relation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The views of INFORMATION_SCHEMA, and those of ACCOUNT_USAGE that the sandbox has (Snowflake,
/// "Snowflake Information Schema", "Account Usage"). Each shows what the role that asks may see;
/// those of ACCOUNT_USAGE, which lag behind in Snowflake, are up to date.
public final class InformationSchema {
  private static final Name ACCOUNT_USAGE = new Name("ACCOUNT_USAGE");

  private static final Map<String, Definition<?>> VIEWS = new TreeMap<>();
  private static final Map<String, Definition<?>> USAGE = new TreeMap<>();

  static {
    VIEWS.putAll(RelationViews.ALL);
    VIEWS.putAll(ObjectViews.ALL);
    VIEWS.putAll(PrivilegeViews.ALL);
    USAGE.putAll(UsageViews.ALL);
  }

  private InformationSchema() {}

  /// A view by its name.
  ///
  /// @param schema INFORMATION_SCHEMA of a database, or ACCOUNT_USAGE
  /// @return empty when there is no such view
  public static Optional<Relation> view(Access access, Entity schema, Name name) {
    var definition = definitions(schema).get(name.value());
    if (definition == null) {
      return Optional.empty();
    }
    var scope =
        schema.name().equals(ACCOUNT_USAGE)
            ? Scope.ACCOUNT
            : new Scope(Optional.of(access.directory().databaseOf(schema)));
    return Optional.of(definition.relation(Viewer.of(access), scope));
  }

  private static Map<String, Definition<?>> definitions(Entity schema) {
    if (schema.name().equals(Access.INFORMATION_SCHEMA)) {
      return VIEWS;
    }
    return schema.owner() == 0 && schema.name().equals(ACCOUNT_USAGE) ? USAGE : Map.of();
  }

  /// The views of a schema as objects, for SHOW VIEWS.
  static List<Entity> views(Entity schema) {
    return definitions(schema).keySet().stream()
        .map(name ->
            Entity.of(
                -1,
                Kind.VIEW,
                schema.id(),
                new Name(name),
                0,
                schema.created(),
                new Body.View(
                    false, false, "", "", List.of(), false, List.of(), false, Optional.empty())))
        .toList();
  }
}
