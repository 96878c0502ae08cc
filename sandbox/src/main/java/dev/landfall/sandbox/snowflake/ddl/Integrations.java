package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.AwsIdentity;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.AccountStatement;
import dev.landfall.sandbox.snowflake.sql.ObjectKind;
import dev.landfall.sandbox.snowflake.sql.OptionReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// Storage and notification integrations. Those of AWS get the IAM user and the external id that a
/// role's trust policy names; they stay the same until the integration is replaced (Snowflake,
/// "Configuring a Snowflake storage integration to access Amazon S3").
final class Integrations {
  private static final Pattern ROLE =
      Pattern.compile("arn:aws(-us-gov|-cn)?:iam::[0-9]{12}:role/[\\w+=,.@/-]+");

  private Integrations() {}

  /// The kind of the catalogue that a statement names: an integration may be called by its type.
  static Kind kind(ObjectKind written, String statement) throws SnowflakeException {
    return switch (written) {
      case STORAGE_INTEGRATION, NOTIFICATION_INTEGRATION -> Kind.INTEGRATION;
      default -> Operation.kind(written, statement);
    };
  }

  /// Whether an object is of the type that a statement such as ALTER STORAGE INTEGRATION names.
  static boolean fits(Entity object, ObjectKind written) {
    return switch (written) {
      case STORAGE_INTEGRATION -> object.body(Body.Integration.class).type().equals("STORAGE");
      case NOTIFICATION_INTEGRATION ->
          object.body(Body.Integration.class).type().equals("NOTIFICATION");
      default -> true;
    };
  }

  static Result create(Operation operation, AccountStatement.CreateIntegration statement)
      throws SnowflakeException, SQLException {
    var type =
        switch (statement.kind()) {
          case STORAGE, NOTIFICATION -> statement.kind().name();
          case API, SECURITY, EXTERNAL_ACCESS, CATALOG ->
              throw Errors.notSupported(
                  "CREATE " + statement.kind().name().replace('_', ' ') + " INTEGRATION");
        };
    var options = statement.options().reader("CREATE " + type + " INTEGRATION");
    var enabled = options.bool("ENABLED");
    var comment = options.text("COMMENT");
    SequencedMap<String, Value> parameters = new LinkedHashMap<>();
    rules(type).read(options, parameters);
    options.finish();
    requireAll(type, parameters, enabled.isPresent());
    var slot = begin(operation, type, statement);
    if (slot.isEmpty()) {
      return Creations.alreadyThere(statement.name().last());
    }
    check(type, parameters);
    long id = operation.draft().newId();
    var entity =
        Creations.finish(
            operation,
            slot.get(),
            id,
            new Body.Integration(
                type, enabled.orElse(false), parameters, made(operation, type, id, parameters)),
            false);
    operation.draft().update(entity.withComment(comment));
    return Creations.created(Kind.INTEGRATION, entity.name());
  }

  private static Optional<Creations.Slot> begin(
      Operation operation, String type, AccountStatement.CreateIntegration statement)
      throws SnowflakeException {
    try {
      return Creations.begin(operation, Kind.INTEGRATION, statement.creation(), statement.name());
    } catch (SnowflakeException e) {
      // CREATE STORAGE INTEGRATION is a privilege of its own, besides CREATE INTEGRATION.
      var account = operation.draft().account();
      if (e.code().equals("003001")
          && operation.access().primaryHolds(account, "CREATE " + type + " INTEGRATION")
          && operation
              .draft()
              .permanent(account.id(), Kind.Space.INTEGRATION, statement.name().last().value())
              .isEmpty()) {
        return Optional.of(
            new Creations.Slot(
                Kind.INTEGRATION, account, statement.name().last(), 0, Optional.empty()));
      }
      throw e;
    }
  }

  private static Rules rules(String type) {
    return type.equals("STORAGE") ? Rules.STORAGE_INTEGRATION : Rules.NOTIFICATION_INTEGRATION;
  }

  private static void requireAll(String type, Map<String, Value> parameters, boolean enabled)
      throws SnowflakeException {
    var missing = new ArrayList<String>();
    if (!parameters.containsKey("TYPE")) {
      missing.add("TYPE");
    }
    if (!enabled) {
      missing.add("ENABLED");
    }
    if (type.equals("STORAGE")) {
      for (var name : List.of("STORAGE_PROVIDER", "STORAGE_ALLOWED_LOCATIONS")) {
        if (!parameters.containsKey(name)) {
          missing.add(name);
        }
      }
      if (aws(parameters) && !parameters.containsKey("STORAGE_AWS_ROLE_ARN")) {
        missing.add("STORAGE_AWS_ROLE_ARN");
      }
      if (plain(parameters, "STORAGE_PROVIDER").equals("AZURE")
          && !parameters.containsKey("AZURE_TENANT_ID")) {
        missing.add("AZURE_TENANT_ID");
      }
    }
    if (!missing.isEmpty()) {
      throw Errors.compilation(
          "002029", "42601", "Missing option(s): [" + String.join(", ", missing) + "]");
    }
  }

  private static boolean aws(Map<String, Value> parameters) {
    return plain(parameters, "STORAGE_PROVIDER").startsWith("S3");
  }

  private static String plain(Map<String, Value> parameters, String name) {
    var value = parameters.get(name);
    return value == null ? "" : value.plain();
  }

  private static void check(String type, Map<String, Value> parameters) throws SnowflakeException {
    if (!type.equals("STORAGE")) {
      return;
    }
    var role = plain(parameters, "STORAGE_AWS_ROLE_ARN");
    if (aws(parameters) && !ROLE.matcher(role).matches()) {
      throw Rules.invalid("STORAGE_AWS_ROLE_ARN", role);
    }
    var scheme = Locations.scheme(plain(parameters, "STORAGE_PROVIDER"));
    for (var name : List.of("STORAGE_ALLOWED_LOCATIONS", "STORAGE_BLOCKED_LOCATIONS")) {
      if (parameters.get(name) instanceof Value.Many(var locations)) {
        for (var location : locations) {
          if (!location.plain().equals("*") && !location.plain().startsWith(scheme)) {
            throw Rules.invalid(name, location.plain());
          }
        }
      }
    }
  }

  private static SequencedMap<String, Value> made(
      Operation operation, String type, long id, Map<String, Value> parameters) {
    SequencedMap<String, Value> made = new LinkedHashMap<>();
    var account = operation.account().name();
    var user = new AwsIdentity(account).user();
    var external =
        account
            + "_SFCRole="
            + id
            + "_"
            + Base64.getEncoder()
                .encodeToString(java.util.Arrays.copyOf(digest(account + " " + id), 20));
    if (type.equals("STORAGE") && aws(parameters)) {
      made.put("STORAGE_AWS_IAM_USER_ARN", new Value.Text(user));
      made.put(
          "STORAGE_AWS_EXTERNAL_ID",
          new Value.Text(
              Optional.of(plain(parameters, "STORAGE_AWS_EXTERNAL_ID"))
                  .filter(given -> !given.isEmpty())
                  .orElse(external)));
    } else if (plain(parameters, "NOTIFICATION_PROVIDER").equals("AWS_SNS")) {
      made.put("SF_AWS_IAM_USER_ARN", new Value.Text(user));
      made.put("SF_AWS_EXTERNAL_ID", new Value.Text(external));
    }
    return made;
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Entity set(Operation operation, Entity integration, OptionReader options)
      throws SnowflakeException {
    operation.access().requireOwnership(integration);
    var body = integration.body(Body.Integration.class);
    var enabled = options.bool("ENABLED");
    var comment = options.text("COMMENT");
    Map<String, Value> changed = new LinkedHashMap<>();
    rules(body.type()).read(options, changed);
    options.finish();
    for (var fixed : List.of("TYPE", "STORAGE_PROVIDER", "DIRECTION")) {
      if (changed.containsKey(fixed)) {
        throw Errors.compilation(
            "001420", "22023", "invalid property '" + fixed + "' for 'INTEGRATION'");
      }
    }
    SequencedMap<String, Value> parameters = new LinkedHashMap<>(body.parameters());
    parameters.putAll(changed);
    check(body.type(), parameters);
    SequencedMap<String, Value> made = new LinkedHashMap<>(body.made());
    var external = changed.get("STORAGE_AWS_EXTERNAL_ID");
    if (external != null) {
      made.put("STORAGE_AWS_EXTERNAL_ID", external);
    }
    var result =
        integration.withBody(
            new Body.Integration(body.type(), enabled.orElse(body.enabled()), parameters, made));
    return comment.isPresent() ? result.withComment(comment) : result;
  }

  static Entity unset(Operation operation, Entity integration, List<String> names)
      throws SnowflakeException {
    operation.access().requireOwnership(integration);
    var body = integration.body(Body.Integration.class);
    SequencedMap<String, Value> parameters = new LinkedHashMap<>(body.parameters());
    boolean enabled = body.enabled();
    var result = integration;
    for (var name : names) {
      switch (name) {
        case "COMMENT" -> result = result.withComment(Optional.empty());
        case "ENABLED" -> enabled = false;
        case "STORAGE_BLOCKED_LOCATIONS", "STORAGE_AWS_OBJECT_ACL" -> parameters.remove(name);
        default -> throw Errors.notSupported("ALTER INTEGRATION … UNSET " + name);
      }
    }
    return result.withBody(new Body.Integration(body.type(), enabled, parameters, body.made()));
  }

  /// A storage integration that a stage may use for a location.
  ///
  /// @throws SnowflakeException when there is none, the session may not use it, it is disabled, or
  ///   does not allow the location
  static Entity forLocation(
      Operation operation, dev.landfall.sandbox.snowflake.model.QualifiedName name, String url)
      throws SnowflakeException {
    var integration = Targets.get(operation, Kind.INTEGRATION, name, "CREATE STAGE");
    operation.access().require(integration, "USAGE");
    var body = integration.body(Body.Integration.class);
    if (!body.type().equals("STORAGE")) {
      throw Errors.compilation(
          "003126",
          "42601",
          "Integration '" + integration.name().sql() + "' is not a storage integration.");
    }
    if (!body.enabled()) {
      throw Errors.compilation(
          "003128", "42601", "Integration '" + integration.name().sql() + "' is not enabled.");
    }
    if (!Locations.allowed(body.parameters(), url)) {
      throw Errors.compilation(
          "003127",
          "42601",
          "Location '"
              + url
              + "' is not allowed by integration '"
              + integration.name().value()
              + "'. Please use DESC INTEGRATION to check out allowed and blocked locations.");
    }
    return integration;
  }
}
