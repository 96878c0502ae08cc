package dev.landfall.sandbox.snowflake.catalog;

import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;

/// What a new account has (Snowflake, "Overview of Access Control", system-defined roles).
final class NewAccount {
  private static final List<String> ROLES =
      List.of(
          SystemRole.ACCOUNTADMIN,
          SystemRole.SECURITYADMIN,
          SystemRole.USERADMIN,
          SystemRole.SYSADMIN,
          SystemRole.PUBLIC,
          SystemRole.ORGADMIN);

  private final Draft draft;
  private final Instant now;
  private final Map<String, Long> roles = new LinkedHashMap<>();

  private NewAccount(Draft draft, Instant now) {
    this.draft = draft;
    this.now = now;
  }

  /// Fills an empty draft.
  static void fill(Draft draft, Name account, String region, Name admin, Instant now)
      throws SnowflakeException {
    if (draft.newId() != Directory.ACCOUNT) {
      throw new IllegalArgumentException("the draft is not empty");
    }
    var filling = new NewAccount(draft, now);
    ROLES.forEach(role -> filling.roles.put(role, draft.newId()));
    draft.add(
        Entity.of(
                Directory.ACCOUNT,
                Kind.ACCOUNT,
                0,
                account,
                0,
                now,
                new Body.Account(region, new LinkedHashMap<>()))
            .withGrants(filling.accountGrants()));
    long user = filling.user(admin);
    filling.role(SystemRole.ACCOUNTADMIN, user);
    filling.role(SystemRole.SECURITYADMIN, filling.id(SystemRole.ACCOUNTADMIN));
    filling.role(SystemRole.USERADMIN, filling.id(SystemRole.SECURITYADMIN));
    filling.role(SystemRole.SYSADMIN, filling.id(SystemRole.ACCOUNTADMIN));
    filling.role(SystemRole.PUBLIC);
    filling.role(SystemRole.ORGADMIN);
    filling.shared();
  }

  private long id(String role) {
    var id = roles.get(role);
    if (id == null) {
      throw new IllegalArgumentException("no role " + role);
    }
    return id;
  }

  private void role(String name, long... grantees) throws SnowflakeException {
    var grants = new ArrayList<Grant>();
    for (long grantee : grantees) {
      grants.add(new Grant("USAGE", grantee, false, 0, now));
    }
    draft.add(
        Entity.of(id(name), Kind.ROLE, Directory.ACCOUNT, new Name(name), 0, now, new Body.Role())
            .withGrants(grants));
  }

  private long user(Name admin) throws SnowflakeException {
    SequencedMap<String, Value> settings = new LinkedHashMap<>();
    settings.put("LOGIN_NAME", new Value.Text(admin.value()));
    settings.put("DEFAULT_ROLE", new Value.Word(SystemRole.ACCOUNTADMIN));
    return draft
        .add(
            Entity.of(
                draft.newId(),
                Kind.USER,
                Directory.ACCOUNT,
                admin,
                id(SystemRole.ACCOUNTADMIN),
                now,
                new Body.User(settings)))
        .id();
  }

  private void shared() throws SnowflakeException {
    var usage = List.of(new Grant("USAGE", id(SystemRole.ACCOUNTADMIN), false, 0, now));
    var database =
        draft.add(
            Entity.of(
                    draft.newId(),
                    Kind.DATABASE,
                    Directory.ACCOUNT,
                    new Name("SNOWFLAKE"),
                    0,
                    now,
                    new Body.Database(false, OptionalInt.empty(), new LinkedHashMap<>(), List.of()))
                .withGrants(usage));
    for (var name : List.of("ACCOUNT_USAGE", "INFORMATION_SCHEMA")) {
      draft.add(
          Entity.of(
                  draft.newId(),
                  Kind.SCHEMA,
                  database.id(),
                  new Name(name),
                  0,
                  now,
                  new Body.Schema(
                      false, false, OptionalInt.empty(), new LinkedHashMap<>(), List.of()))
              .withGrants(usage));
    }
  }

  private List<Grant> accountGrants() {
    var grants = new ArrayList<Grant>();
    Privileges.of(Kind.ACCOUNT)
        .forEach(privilege ->
            grants.add(new Grant(privilege, id(SystemRole.ACCOUNTADMIN), true, 0, now)));
    for (var privilege : List.of("CREATE DATABASE", "CREATE WAREHOUSE")) {
      grants.add(new Grant(privilege, id(SystemRole.SYSADMIN), false, 0, now));
    }
    for (var privilege : List.of("MANAGE GRANTS", "CREATE NETWORK POLICY")) {
      grants.add(new Grant(privilege, id(SystemRole.SECURITYADMIN), true, 0, now));
    }
    for (var privilege : List.of("CREATE ROLE", "CREATE USER")) {
      grants.add(new Grant(privilege, id(SystemRole.USERADMIN), true, 0, now));
    }
    return grants;
  }
}
