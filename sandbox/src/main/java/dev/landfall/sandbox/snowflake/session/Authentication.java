package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Catalogue;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Passwords;
import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.session.Accounts.Administrator;
import dev.landfall.sandbox.snowflake.session.Login.Credentials;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Who may open a session.
final class Authentication {
  private final Administrator administrator;
  private final Clock clock;

  Authentication(Administrator administrator, Clock clock) {
    this.administrator = administrator;
    this.clock = clock;
  }

  /// `Incorrect username or password was specified.`
  static SnowflakeException refused() {
    return new SnowflakeException(
        "390100", "08001", "Incorrect username or password was specified.");
  }

  /// Admits the administrator alone; for an account that is not there yet.
  void asAdministrator(Login login) throws SnowflakeException {
    if (!login.user().equalsIgnoreCase(administrator.user())
        || !(login.credentials() instanceof Credentials.Password(var password))
        || !same(password, administrator.password())) {
      throw refused();
    }
  }

  /// The user who logs in.
  ///
  /// @throws SnowflakeException 390100 or 390144 when they do not show who they are
  Entity user(Login login, Catalogue catalogue) throws SnowflakeException {
    var user =
        catalogue.all(Kind.USER).stream()
            .filter(u -> loginName(u).equalsIgnoreCase(login.user()))
            .findFirst();
    switch (login.credentials()) {
      case Credentials.Password(var password) -> {
        if (user.filter(u -> isPassword(u, password)).isEmpty()) {
          throw refused();
        }
      }
      case Credentials.KeyPair(var jwt) -> {
        var keys =
            user.stream()
                .flatMap(u ->
                    Stream.of("RSA_PUBLIC_KEY", "RSA_PUBLIC_KEY_2")
                        .flatMap(name -> setting(u, name).stream()))
                .toList();
        Jwt.verify(jwt, login.account(), login.user(), keys, clock.instant());
      }
    }
    var known = user.orElseThrow(Authentication::refused);
    if (setting(known, "DISABLED").filter(d -> d.equalsIgnoreCase("true")).isPresent()) {
      throw new SnowflakeException(
          "390101", "08001", "User access disabled. Contact your local system administrator.");
    }
    return known;
  }

  private static String loginName(Entity user) {
    return setting(user, "LOGIN_NAME").orElse(user.name().value());
  }

  private boolean isPassword(Entity user, String password) {
    return setting(user, "PASSWORD")
        .map(kept -> Passwords.matches(kept, password))
        .orElseGet(() ->
            user.name().value().equals(administrator.user().toUpperCase(Locale.ROOT))
                && same(password, administrator.password()));
  }

  static Optional<String> setting(Entity user, String name) {
    return Optional.ofNullable(user.body(Body.User.class).parameters().get(name))
        .map(Value::plain)
        .filter(text -> !text.isEmpty());
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
