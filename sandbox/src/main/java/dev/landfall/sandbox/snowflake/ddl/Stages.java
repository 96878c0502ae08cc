package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.Names;
import dev.landfall.sandbox.snowflake.sql.ObjectStatement;
import dev.landfall.sandbox.snowflake.sql.OptionReader;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Stages and file formats.
final class Stages {
  private static final String FILE_FORMAT = "FILE_FORMAT";
  private static final String FORMAT_NAME = "FORMAT_NAME";

  private Stages() {}

  static Result create(Operation operation, ObjectStatement.CreateStage statement)
      throws SnowflakeException, SQLException {
    var slot =
        Creations.begin(
            operation,
            Kind.STAGE,
            statement.creation(),
            statement.name(),
            statement.name().last().value(),
            statement.temporary());
    if (slot.isEmpty()) {
      return Creations.alreadyThere(statement.name().last());
    }
    var options = statement.options().reader("CREATE STAGE");
    var comment = options.text("COMMENT");
    var stage = read(operation, options, empty());
    options.finish();
    var entity =
        Creations.finish(operation, slot.get(), operation.draft().newId(), stage, false)
            .withComment(comment);
    operation.draft().update(Tags.set(operation, entity, statement.tags()));
    return Creations.created(Kind.STAGE, entity.name());
  }

  private static Body.Stage empty() {
    return new Body.Stage(
        Optional.empty(),
        Optional.empty(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        false,
        new LinkedHashMap<>());
  }

  /// ALTER STAGE … SET.
  static Entity set(Operation operation, Entity stage, OptionReader options)
      throws SnowflakeException {
    operation.access().requireOwnership(stage);
    var comment = options.text("COMMENT");
    var before = stage.body(Body.Stage.class);
    var body = read(operation, options, before);
    options.finish();
    if (before.url().isPresent() != body.url().isPresent()) {
      throw Errors.compilation("001420", "22023", "invalid property 'URL' for an internal stage");
    }
    var result = stage.withBody(body);
    return comment.isPresent() ? result.withComment(comment) : result;
  }

  private static Body.Stage read(Operation operation, OptionReader options, Body.Stage before)
      throws SnowflakeException {
    var url = options.text("URL");
    var integration = options.name("STORAGE_INTEGRATION");
    var credentials = options.nested("CREDENTIALS");
    boolean withCredentials = before.credentials();
    if (credentials.isPresent()) {
      for (var name :
          List.of("AWS_KEY_ID", "AWS_SECRET_KEY", "AWS_TOKEN", "AWS_ROLE", "AZURE_SAS_TOKEN")) {
        withCredentials |= credentials.get().text(name).isPresent();
      }
      credentials.get().finish();
    }
    var directory = nested(options, "DIRECTORY", Rules.STAGE_DIRECTORY, before.directory());
    var encryption = nested(options, "ENCRYPTION", Rules.STAGE_ENCRYPTION, before.encryption());
    if (encryption.remove("MASTER_KEY") != null) {
      encryption.put("HAS_MASTER_KEY", new Value.Word("TRUE"));
    }
    var copy = nested(options, "COPY_OPTIONS", Rules.COPY_OPTIONS, before.copy());
    var format = format(operation, options, before.format());
    var location = url.isPresent() ? url : before.url();
    Optional<Long> uses = before.integration();
    if (location.isPresent()) {
      checkUrl(location.get());
      if (integration.isPresent()) {
        uses =
            Optional.of(
                Integrations.forLocation(operation, integration.get(), location.get()).id());
      } else if (url.isPresent() && uses.isPresent()) {
        var name = operation.draft().alive(uses.get()).map(Entity::name);
        if (name.isPresent()) {
          Integrations.forLocation(operation, QualifiedName.of(name.get()), location.get());
        }
      }
    } else if (integration.isPresent() || withCredentials) {
      throw Errors.compilation(
          "001420", "22023", "invalid property 'STORAGE_INTEGRATION' for an internal stage");
    }
    if (directory.containsKey("NOTIFICATION_INTEGRATION")) {
      Targets.get(
          operation,
          Kind.INTEGRATION,
          Names.parse(directory.get("NOTIFICATION_INTEGRATION").plain()),
          "CREATE STAGE");
    }
    return new Body.Stage(
        location, uses, format, copy, directory, encryption, withCredentials, before.parameters());
  }

  private static void checkUrl(String url) throws SnowflakeException {
    boolean known =
        List.of("s3://", "s3gov://", "s3china://", "s3compat://", "gcs://", "azure://").stream()
            .anyMatch(url::startsWith);
    if (!known) {
      throw Errors.compilation("001011", "42601", "invalid URL prefix found in: '" + url + "'");
    }
    if (url.startsWith("s3compat://")) {
      throw Errors.notSupported("a stage with an s3compat:// location");
    }
  }

  private static SequencedMap<String, Value> nested(
      OptionReader options, String name, Rules rules, Map<String, Value> before)
      throws SnowflakeException {
    var reader = options.nested(name);
    if (reader.isEmpty()) {
      return new LinkedHashMap<>(before);
    }
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    rules.read(reader.get(), values);
    reader.get().finish();
    return values;
  }

  /// FILE_FORMAT = (FORMAT_NAME = '…'), (TYPE = … …), or just a name.
  private static SequencedMap<String, Value> format(
      Operation operation, OptionReader options, SequencedMap<String, Value> before)
      throws SnowflakeException {
    var value = options.value(FILE_FORMAT);
    if (value.isEmpty()) {
      return before;
    }
    return format(operation, value.get());
  }

  /// A file format as a stage or COPY gives it.
  static SequencedMap<String, Value> format(
      Operation operation, dev.landfall.sandbox.snowflake.sql.Value value)
      throws SnowflakeException {
    SequencedMap<String, Value> format = new LinkedHashMap<>();
    switch (value) {
      case dev.landfall.sandbox.snowflake.sql.Value.Nested(var nested) -> {
        var reader = nested.reader("… FILE_FORMAT");
        var name = reader.name(FORMAT_NAME);
        if (name.isPresent()) {
          format.put(FORMAT_NAME, named(operation, name.get()));
        } else {
          var type = reader.text("TYPE").map(t -> t.toUpperCase(Locale.ROOT)).orElse("CSV");
          format.put("TYPE", new Value.Word(type));
          rules(type).read(reader, format);
        }
        reader.finish();
      }
      case dev.landfall.sandbox.snowflake.sql.Value.Word(var name) ->
          format.put(FORMAT_NAME, named(operation, name));
      case dev.landfall.sandbox.snowflake.sql.Value.Text(var text) ->
          format.put(FORMAT_NAME, named(operation, Names.parse(text)));
      default -> throw Rules.invalid(FILE_FORMAT, value.toString());
    }
    return format;
  }

  private static Value named(Operation operation, QualifiedName name) throws SnowflakeException {
    var format = Targets.get(operation, Kind.FILE_FORMAT, name, "CREATE STAGE");
    operation.access().require(format, "USAGE");
    return new Value.Text(operation.draft().nameOf(format).sql());
  }

  private static Rules rules(String type) throws SnowflakeException {
    var rules = Rules.FORMATS.get(type);
    if (rules == null) {
      throw Rules.invalid("TYPE", type);
    }
    return rules;
  }

  static Result createFormat(Operation operation, ObjectStatement.CreateFileFormat statement)
      throws SnowflakeException, SQLException {
    var options = statement.options().reader("CREATE FILE FORMAT");
    var type = options.text("TYPE").map(t -> t.toUpperCase(Locale.ROOT)).orElse("CSV");
    var comment = options.text("COMMENT");
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    rules(type).read(options, values);
    options.finish();
    var slot =
        Creations.begin(
            operation,
            Kind.FILE_FORMAT,
            statement.creation(),
            statement.name(),
            statement.name().last().value(),
            statement.temporary());
    if (slot.isEmpty()) {
      return Creations.alreadyThere(statement.name().last());
    }
    var entity =
        Creations.finish(
            operation,
            slot.get(),
            operation.draft().newId(),
            new Body.FileFormat(type, values),
            false);
    operation.draft().update(entity.withComment(comment));
    return Creations.created(Kind.FILE_FORMAT, entity.name());
  }

  /// ALTER FILE FORMAT … SET.
  static Entity setFormat(Operation operation, Entity format, OptionReader options)
      throws SnowflakeException {
    operation.access().requireOwnership(format);
    var body = format.body(Body.FileFormat.class);
    var comment = options.text("COMMENT");
    SequencedMap<String, Value> values = new LinkedHashMap<>(body.options());
    rules(body.type()).read(options, values);
    options.finish();
    var result = format.withBody(new Body.FileFormat(body.type(), values));
    return comment.isPresent() ? result.withComment(comment) : result;
  }
}
