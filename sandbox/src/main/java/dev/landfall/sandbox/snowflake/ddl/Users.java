package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Passwords;
import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.AccountStatement;
import dev.landfall.sandbox.snowflake.sql.OptionReader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.sql.SQLException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Users, roles and database roles.
final class Users {
  private static final String PASSWORD = "PASSWORD";
  private static final List<String> KEYS = List.of("RSA_PUBLIC_KEY", "RSA_PUBLIC_KEY_2");

  /// What a user of TYPE = SERVICE cannot have (Snowflake, "CREATE USER").
  private static final Set<String> OF_PEOPLE =
      Set.of(
          PASSWORD,
          "FIRST_NAME",
          "MIDDLE_NAME",
          "LAST_NAME",
          "MUST_CHANGE_PASSWORD",
          "MINS_TO_BYPASS_MFA",
          "DISABLE_MFA");

  private Users() {}

  static Result createRole(Operation operation, Kind kind, AccountStatement.CreateObject statement)
      throws SnowflakeException, SQLException {
    var options = statement.options().reader("CREATE " + kind.word());
    var comment = options.text("COMMENT");
    options.finish();
    var slot = Creations.begin(operation, kind, statement.creation(), statement.name());
    if (slot.isEmpty()) {
      return Creations.alreadyThere(statement.name().last());
    }
    var entity =
        Creations.finish(operation, slot.get(), operation.draft().newId(), new Body.Role(), false)
            .withComment(comment);
    if (kind == Kind.DATABASE_ROLE) {
      Grants.add(operation, slot.get().place(), "USAGE", entity.id(), false);
    }
    operation.draft().update(Tags.set(operation, entity, statement.tags()));
    return Creations.created(kind, entity.name());
  }

  static Result create(Operation operation, AccountStatement.CreateObject statement)
      throws SnowflakeException, SQLException {
    var options = statement.options().reader("CREATE USER");
    var comment = options.text("COMMENT");
    SequencedMap<String, Value> parameters = new LinkedHashMap<>();
    read(options, parameters);
    options.finish();
    var slot = Creations.begin(operation, Kind.USER, statement.creation(), statement.name());
    if (slot.isEmpty()) {
      return Creations.alreadyThere(statement.name().last());
    }
    var name = statement.name().last();
    parameters.putIfAbsent("LOGIN_NAME", new Value.Text(name.value()));
    check(operation, parameters, name.value());
    var entity =
        Creations.finish(
                operation, slot.get(), operation.draft().newId(), new Body.User(parameters), false)
            .withComment(comment);
    operation.draft().update(Tags.set(operation, entity, statement.tags()));
    return Creations.created(Kind.USER, entity.name());
  }

  private static void read(OptionReader options, Map<String, Value> into)
      throws SnowflakeException {
    Rules.USER.read(options, into);
    var password = options.text(PASSWORD);
    if (password.isPresent()) {
      if (password.get().length() < 8) {
        throw new SnowflakeException(
            "003002",
            "28P01",
            "SQL execution error:\nNew password rejected by current password policy. Reason:"
                + " 'PASSWORD_TOO_SHORT'.");
      }
      into.put(PASSWORD, new Value.Text(Passwords.keep(password.get())));
    }
    for (var key : KEYS) {
      var text = options.text(key);
      if (text.isPresent()) {
        into.put(key, new Value.Text(key(text.get())));
      }
    }
    var login = into.get("LOGIN_NAME");
    if (login != null) {
      into.put("LOGIN_NAME", new Value.Text(login.plain().toUpperCase(Locale.ROOT)));
    }
  }

  /// A public key without line breaks.
  private static String key(String text) throws SnowflakeException {
    var plain = text.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "").replaceAll("\\s", "");
    try {
      KeyFactory.getInstance("RSA")
          .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(plain)));
      return plain;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new SnowflakeException(
          "390144",
          "22023",
          "SQL execution error:\nNew public key rejected by current policy. Reason: 'Invalid public"
              + " key'");
    }
  }

  private static void check(Operation operation, Map<String, Value> parameters, String name)
      throws SnowflakeException {
    var type = parameters.get("TYPE");
    if (type != null && type.plain().equals("SERVICE")) {
      for (var property : parameters.keySet()) {
        if (OF_PEOPLE.contains(property)) {
          throw Errors.compilation(
              "001420",
              "22023",
              "invalid property '" + property + "' for 'USER' of type 'SERVICE'");
        }
      }
    }
    var login = parameters.get("LOGIN_NAME");
    for (var other : operation.draft().all(Kind.USER)) {
      var taken = other.body(Body.User.class).parameters().get("LOGIN_NAME");
      if (!other.name().value().equals(name)
          && login != null
          && taken != null
          && taken.plain().equals(login.plain())) {
        throw Errors.alreadyExists(login.plain());
      }
    }
    var policy = parameters.get("NETWORK_POLICY");
    if (policy != null) {
      Targets.get(
          operation,
          Kind.NETWORK_POLICY,
          dev.landfall.sandbox.snowflake.sql.Names.parse(policy.plain()),
          "ALTER USER");
    }
  }

  static Entity set(Operation operation, Entity user, OptionReader options)
      throws SnowflakeException {
    var comment = options.text("COMMENT");
    Map<String, Value> changed = new LinkedHashMap<>();
    read(options, changed);
    options.finish();
    boolean self = user.name().equals(operation.actor().user());
    // Users may change their own password and their defaults.
    boolean own =
        self
            && comment.isEmpty()
            && Set.of(
                    PASSWORD,
                    "DEFAULT_WAREHOUSE",
                    "DEFAULT_NAMESPACE",
                    "DEFAULT_ROLE",
                    "DEFAULT_SECONDARY_ROLES")
                .containsAll(changed.keySet());
    if (!own) {
      operation.access().requireOwnership(user);
    }
    SequencedMap<String, Value> parameters =
        new LinkedHashMap<>(user.body(Body.User.class).parameters());
    parameters.putAll(changed);
    check(operation, parameters, user.name().value());
    var result = user.withBody(new Body.User(parameters));
    return comment.isPresent() ? result.withComment(comment) : result;
  }

  static Entity unset(Operation operation, Entity user, List<String> names)
      throws SnowflakeException {
    operation.access().requireOwnership(user);
    SequencedMap<String, Value> parameters =
        new LinkedHashMap<>(user.body(Body.User.class).parameters());
    var result = user;
    for (var name : names) {
      if (name.equals("COMMENT")) {
        result = result.withComment(Optional.empty());
      } else if (name.equals(PASSWORD) || KEYS.contains(name) || Rules.USER.has(name)) {
        parameters.remove(name);
      } else {
        throw Errors.notSupported("ALTER USER … UNSET " + name);
      }
    }
    parameters.putIfAbsent("LOGIN_NAME", new Value.Text(user.name().value()));
    return result.withBody(new Body.User(parameters));
  }
}
