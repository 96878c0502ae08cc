package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.settings.LiquibaseSettings;
import dev.landfall.spi.Secret;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/// Logs in to Snowflake. Its driver is large: it is loaded when it is first needed, from the folder
/// the system property `landfall.drivers` names, or from the class path.
final class SnowflakeLogin {
  private static final String DRIVER = "net.snowflake.client.api.driver.SnowflakeDriver";
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);
  private static final AtomicReference<Driver> LOADED = new AtomicReference<>();

  private SnowflakeLogin() {}

  static Connection connect(LiquibaseSettings.Connection settings) throws SQLException {
    var connection = driver().connect(settings.url(), properties(settings));
    if (connection == null) {
      throw new SQLException("not a Snowflake URL", "08001");
    }
    return connection;
  }

  private static Properties properties(LiquibaseSettings.Connection settings) throws SQLException {
    var properties = new Properties();
    settings.user().ifPresent(user -> properties.setProperty("user", user));
    settings.password().map(Secret::reveal).ifPresent(p -> properties.setProperty("password", p));
    if (settings.privateKey().isPresent()) {
      properties.put("privateKey", key(settings.privateKey().get().reveal()));
    }
    settings.database().ifPresent(d -> properties.setProperty("db", d));
    settings.schema().ifPresent(s -> properties.setProperty("schema", s));
    settings.warehouse().ifPresent(w -> properties.setProperty("warehouse", w));
    settings.role().ifPresent(r -> properties.setProperty("role", r));
    properties.setProperty("application", "Landfall");
    // Answers come as JSON: reading Arrow needs parts of the JDK that are closed.
    properties.setProperty("JDBC_QUERY_RESULT_FORMAT", "JSON");
    // The driver would otherwise look for the cloud it runs in, which takes a second.
    properties.setProperty("disablePlatformDetection", "true");
    properties.setProperty("CLIENT_TELEMETRY_ENABLED", "false");
    properties.setProperty("loginTimeout", "60");
    return properties;
  }

  /// A private key without a passphrase (PKCS #8, RFC 5958, in PEM, RFC 7468).
  private static PrivateKey key(String pem) throws SQLException {
    var body = PKCS8.matcher(pem);
    if (!body.find()) {
      throw new SQLException(
          pem.contains("ENCRYPTED")
              ? "the private key has a passphrase: give it without one, from a secret store"
              : "the private key is not in PKCS #8 PEM, which begins with BEGIN PRIVATE KEY"
                  + " (openssl pkcs8 -topk8 -nocrypt makes it so)",
          "28000");
    }
    try {
      var bytes = Base64.getMimeDecoder().decode(body.group(1));
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (InvalidKeySpecException | IllegalArgumentException e) {
      throw new SQLException("the private key is not an RSA key", "28000", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has RSA", e);
    }
  }

  private static Driver driver() throws SQLException {
    var known = LOADED.get();
    if (known != null) {
      return known;
    }
    synchronized (LOADED) {
      if (LOADED.get() == null) {
        LOADED.set(load());
      }
      return LOADED.get();
    }
  }

  private static Driver load() throws SQLException {
    try {
      return Class.forName(DRIVER, true, loader())
          .asSubclass(Driver.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | IOException e) {
      throw new SQLException("the Snowflake driver is not installed with Landfall", "08001", e);
    }
  }

  private static ClassLoader loader() throws IOException {
    var own = SnowflakeLogin.class.getClassLoader();
    var folder = System.getProperty("landfall.drivers");
    if (folder == null) {
      return own;
    }
    try (var jars = Files.list(Path.of(folder))) {
      var urls =
          jars.filter(jar -> jar.toString().endsWith(".jar")).map(SnowflakeLogin::url).toList();
      // Lives as long as the process, like the driver.
      return new URLClassLoader("drivers", urls.toArray(URL[]::new), own);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("every path is a URL", e);
    }
  }
}
