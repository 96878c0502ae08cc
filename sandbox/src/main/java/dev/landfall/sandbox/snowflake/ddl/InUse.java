package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Column;
import dev.landfall.sandbox.snowflake.catalog.Directory;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.PolicyUse;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What stands in the way of dropping or replacing an object.
final class InUse {
  private InUse() {}

  static void check(Operation operation, Entity object) throws SnowflakeException {
    var draft = operation.draft();
    switch (object.kind()) {
      case MASKING_POLICY, ROW_ACCESS_POLICY -> {
        if (!usersOf(draft, object.id()).isEmpty()) {
          throw Errors.compilation(
              "003531",
              "23001",
              "Policy "
                  + object.name().sql()
                  + " cannot be dropped/replaced as it is associated with one or more entities.");
        }
      }
      case TAG -> {
        if (!object.body(Body.Tag.class).masking().isEmpty()) {
          throw Errors.compilation(
              "003531",
              "23001",
              "Tag "
                  + object.name().sql()
                  + " cannot be dropped/replaced as it is associated with one or more policies.");
        }
      }
      case SCHEMA, DATABASE -> {
        for (var policy : policiesIn(draft, object)) {
          for (var user : usersOf(draft, policy.id())) {
            if (!within(draft, user, object)) {
              throw Errors.compilation(
                  "003531",
                  "23001",
                  "Cannot drop or replace "
                      + object.kind().word().toLowerCase(java.util.Locale.ROOT)
                      + " "
                      + object.name().sql()
                      + " because policy "
                      + draft.nameOf(policy).sql()
                      + " is associated with "
                      + draft.nameOf(user).sql()
                      + ".");
            }
          }
        }
      }
      case NETWORK_POLICY -> {
        for (var user : draft.all(Kind.USER)) {
          var set = user.body(Body.User.class).parameters().get("NETWORK_POLICY");
          if (set != null && set.plain().equals(object.name().value())) {
            throw Errors.compilation(
                "001492",
                "42601",
                "Cannot perform Drop operation on network policy "
                    + object.name().sql()
                    + ". The policy is attached to USER with name "
                    + user.name().sql()
                    + ". Unset the network policy from USER and try the Drop operation again.");
          }
        }
      }
      default -> {}
    }
  }

  /// The live tables, views and tags that a policy is put on.
  static List<Entity> usersOf(Directory directory, long policy) {
    return directory
        .all()
        .filter(directory::alive)
        .filter(e -> uses(e).anyMatch(id -> id == policy))
        .toList();
  }

  /// The ids of the policies on an object.
  static Stream<Long> uses(Entity object) {
    return switch (object.body()) {
      case Body.Table table -> uses(table.columns(), table.rows());
      case Body.Dynamic dynamic -> uses(dynamic.table().columns(), dynamic.table().rows());
      case Body.View view -> uses(view.columns(), view.rows());
      case Body.Tag tag -> tag.masking().stream();
      default -> Stream.of();
    };
  }

  private static Stream<Long> uses(List<Column> columns, Optional<PolicyUse> rows) {
    return Stream.concat(
        columns.stream().flatMap(c -> c.masking().stream()).map(PolicyUse::policy),
        rows.stream().map(PolicyUse::policy));
  }

  private static List<Entity> policiesIn(Directory directory, Entity container) {
    return Stream.concat(
            directory.all(Kind.MASKING_POLICY).stream(),
            directory.all(Kind.ROW_ACCESS_POLICY).stream())
        .filter(policy -> within(directory, policy, container))
        .toList();
  }

  private static boolean within(Directory directory, Entity object, Entity container) {
    var at = object;
    while (at.parent() != 0) {
      if (at.id() == container.id()) {
        return true;
      }
      at = directory.get(at.parent());
    }
    return false;
  }
}
