package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.load.Located.Naming;
import dev.landfall.sandbox.snowflake.load.store.Buckets;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.FileLocation;
import dev.landfall.sandbox.snowflake.sql.Names;
import dev.landfall.sandbox.snowflake.sql.Options;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Finds the locations that statements name, if the role may use them (Snowflake, "Access control
/// privileges", stages).
final class Locator {
  private final Access access;
  private final FileStores stores;

  Locator(Access access, FileStores stores) {
    this.access = access;
    this.stores = stores;
  }

  /// What is done with the files.
  enum Use {
    READ,
    WRITE
  }

  /// @param integration of an address that is written out
  Located find(FileLocation location, Use use, Optional<QualifiedName> integration)
      throws SnowflakeException {
    return switch (location) {
      case FileLocation.Stage(var name, var path) -> stage(name, path, use);
      case FileLocation.TableStage(var name, var path) -> table(name, path);
      case FileLocation.UserStage(var path) -> user(path);
      case FileLocation.Url(var url) -> url(url, integration);
    };
  }

  /// The STORAGE_INTEGRATION that a statement gives for an address.
  ///
  /// @param statement as a refusal names it
  Optional<QualifiedName> integration(Options options, String statement) throws SnowflakeException {
    for (var name : List.of("CREDENTIALS", "CREDENTIAL", "ENCRYPTION")) {
      if (options.find(name).isPresent()) {
        throw Errors.notSupported(statement + " … " + name);
      }
    }
    var value = options.find("STORAGE_INTEGRATION");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        value.get() instanceof dev.landfall.sandbox.snowflake.sql.Value.Word(var name)
            ? name
            : Names.parse(Settings.value("STORAGE_INTEGRATION", value.get()).plain()));
  }

  private Located stage(QualifiedName name, String path, Use use) throws SnowflakeException {
    var stage = access.object(Kind.STAGE, name, "SELECT");
    var body = stage.body(Body.Stage.class);
    var written = "@" + name.sql() + (path.isEmpty() ? "" : "/" + path);
    if (body.url().isPresent()) {
      access.require(stage, "USAGE");
      if (body.integration().isEmpty()) {
        var location =
            address(body.url().get(), written, Optional.of(body), path, Optional.empty());
        if (!body.credentials()) {
          throw denied(location);
        }
        return location;
      }
      var integration = check(stage, body.integration().get(), body.url().get());
      return address(body.url().get(), written, Optional.of(body), path, Optional.of(integration));
    }
    access.require(
        stage, use == Use.READ ? new String[] {"READ", "WRITE"} : new String[] {"WRITE"});
    return new Located(
        written,
        Optional.of(body),
        stores.internal(),
        FileStores.bucket(stage),
        "",
        path,
        new Naming(
            stage.name().value().toLowerCase(Locale.ROOT) + "/",
            "",
            FileStores.bucket(stage) + "/"));
  }

  private Entity check(Entity stage, long id, String url) throws SnowflakeException {
    var integration = access.directory().alive(id);
    if (integration.isEmpty()) {
      throw Errors.compilation(
          "003167",
          "42601",
          "Integration associated with the stage '" + stage.name().sql() + "' cannot be found.");
    }
    check(integration.get(), url);
    return integration.get();
  }

  private static void check(Entity integration, String url) throws SnowflakeException {
    var body = integration.body(Body.Integration.class);
    if (!body.enabled()) {
      throw Errors.compilation(
          "003135", "42601", "Integration '" + integration.name().sql() + "' is not enabled.");
    }
    if (!within(body.parameters().get("STORAGE_ALLOWED_LOCATIONS"), url)
        || within(body.parameters().get("STORAGE_BLOCKED_LOCATIONS"), url)) {
      throw Errors.compilation(
          "003135",
          "42601",
          "Location '"
              + url
              + "' is not allowed by integration "
              + integration.name().sql()
              + ". Please use DESC INTEGRATION to check out allowed and blocked locations.");
    }
  }

  private static boolean within(@org.jspecify.annotations.Nullable Value locations, String url) {
    if (locations == null) {
      return false;
    }
    var path = url.endsWith("/") ? url : url + "/";
    return CopyOptions.texts(locations).stream()
        .anyMatch(location ->
            location.equals("*")
                || path.startsWith(location.endsWith("/") ? location : location + "/"));
  }

  /// A table's own stage, which only those who own the table may use.
  private Located table(QualifiedName name, String path) throws SnowflakeException {
    var found = access.find(Kind.TABLE, name, "SELECT");
    if (found.isEmpty() || found.get().kind() != Kind.TABLE) {
      var parts = new ArrayList<>(name.parts());
      parts.set(parts.size() - 1, new Name("%" + name.last().value()));
      throw access.doesNotExist(Kind.STAGE, new QualifiedName(parts));
    }
    var table = found.get();
    access.requireOwnership(table);
    var parts = name.parts();
    var qualifier = new QualifiedName(parts).sql();
    var written =
        "@"
            + qualifier.substring(0, qualifier.length() - name.last().sql().length())
            + "%"
            + name.last().sql()
            + (path.isEmpty() ? "" : "/" + path);
    return new Located(
        written,
        Optional.empty(),
        stores.internal(),
        FileStores.bucket(table),
        "",
        path,
        new Naming("", "@" + table.name().sql() + "/", FileStores.bucket(table) + "/"));
  }

  private Located user(String path) throws SnowflakeException {
    var name = access.actor().user();
    var user =
        access.directory().user(name).orElseThrow(() -> Errors.doesNotExist("User", name.sql()));
    return new Located(
        "@~" + (path.isEmpty() ? "" : "/" + path),
        Optional.empty(),
        stores.internal(),
        FileStores.bucket(user),
        "",
        path,
        new Naming("", "", FileStores.bucket(user) + "/"));
  }

  /// An address without a stage: the integration says that it may be used.
  private Located url(String url, Optional<QualifiedName> integration) throws SnowflakeException {
    if (integration.isEmpty()) {
      throw denied(address(url, url, Optional.empty(), "", Optional.empty()));
    }
    var found = access.object(Kind.INTEGRATION, integration.get(), "COPY");
    access.require(found, "USAGE");
    check(found, url);
    return address(url, url, Optional.empty(), "", Optional.of(found));
  }

  private static Buckets.Identity identity(Entity integration) {
    var body = integration.body(Body.Integration.class);
    return new Buckets.Identity(
        plain(body.made(), "STORAGE_AWS_IAM_USER_ARN"),
        plain(body.parameters(), "STORAGE_AWS_ROLE_ARN"),
        plain(body.made(), "STORAGE_AWS_EXTERNAL_ID"));
  }

  private static String plain(Map<String, Value> values, String name) {
    return Optional.ofNullable(values.get(name)).map(Value::plain).orElse("");
  }

  /// No bucket is open to everybody.
  private static SnowflakeException denied(Located location) {
    return location.failed(
        new IOException("Access Denied (Status Code: 403; Error Code: AccessDenied)"));
  }

  private Located address(
      String url,
      String written,
      Optional<Body.Stage> stage,
      String path,
      Optional<Entity> integration)
      throws SnowflakeException {
    int end = url.indexOf("://");
    if (end < 0) {
      throw Errors.compilation("001011", "42601", "invalid URL prefix found in: '" + url + "'");
    }
    var scheme = url.substring(0, end).toLowerCase(Locale.ROOT);
    var store = stores.external(scheme);
    if (store.isEmpty()) {
      throw Errors.notSupported(
          scheme.equals("s3")
              ? "reading and writing '"
                  + url
                  + "', since nothing stands for S3 here: the sandbox needs a folder that holds a"
                  + " folder for each bucket"
              : "locations that begin with " + scheme + "://");
    }
    var rest = url.substring(end + 3);
    int slash = rest.indexOf('/');
    var bucket = slash < 0 ? rest : rest.substring(0, slash);
    var key = slash < 0 ? "" : rest.substring(slash + 1);
    // A stage's path goes on behind a slash, an address that is written out stops where it does.
    var base = stage.isEmpty() ? "" : key.isEmpty() || key.endsWith("/") ? key : key + "/";
    return new Located(
        written,
        stage,
        store.get().as(integration.map(Locator::identity)),
        bucket,
        base,
        stage.isEmpty() ? key : path,
        new Naming(scheme + "://" + bucket + "/" + base, base, base));
  }
}
