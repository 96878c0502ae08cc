package dev.landfall.sandbox.snowflake.show;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Actor;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Directory;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Parameter;
import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// GET_DDL (Snowflake, "GET_DDL"): statements that make an object anew.
public final class GetDdl {
  private static final List<Kind> ORDER =
      List.of(
          Kind.TAG,
          Kind.MASKING_POLICY,
          Kind.ROW_ACCESS_POLICY,
          Kind.SEQUENCE,
          Kind.FILE_FORMAT,
          Kind.STAGE,
          Kind.TABLE,
          Kind.FUNCTION,
          Kind.PROCEDURE,
          Kind.VIEW,
          Kind.MATERIALIZED_VIEW,
          Kind.DYNAMIC_TABLE,
          Kind.STREAM,
          Kind.PIPE,
          Kind.TASK);

  private final Access access;
  private final Directory directory;
  private final boolean qualified;

  private GetDdl(Access access, boolean qualified) {
    this.access = access;
    this.directory = access.directory();
    this.qualified = qualified;
  }

  /// @param type as the function's first argument has it, such as `VIEW` or `FILE_FORMAT`
  /// @param name the object's name
  /// @param signature the argument types of a function or procedure, such as `(NUMBER, FLOAT)`
  /// @param qualified whether the names of the objects that are made anew are qualified
  /// @throws SnowflakeException when there is no such object, or the sandbox cannot write it
  public static String of(
      Directory directory,
      Actor actor,
      String type,
      QualifiedName name,
      Optional<String> signature,
      boolean qualified)
      throws SnowflakeException {
    var access = new Access(directory, actor);
    return new GetDdl(access, qualified).write(find(access, type, name, signature));
  }

  private static Entity find(
      Access access, String type, QualifiedName name, Optional<String> signature)
      throws SnowflakeException {
    var word = type.toUpperCase(Locale.ROOT).replace(' ', '_');
    return switch (word) {
      case "DATABASE" -> access.database(name.last());
      case "SCHEMA" -> access.schema(name, "GET_DDL");
      case "TABLE", "VIEW", "DYNAMIC_TABLE" ->
          access
              .find(Kind.TABLE, name, "GET_DDL")
              .orElseThrow(() -> access.doesNotExist(Kind.TABLE, name));
      case "POLICY" -> {
        var masking = access.find(Kind.MASKING_POLICY, name, "GET_DDL");
        yield masking.isPresent()
            ? masking.get()
            : access.object(Kind.ROW_ACCESS_POLICY, name, "GET_DDL");
      }
      case "FUNCTION", "PROCEDURE" -> {
        var key = name.last().value() + Signatures.canonical(signature.orElse("()"));
        yield access
            .find(access.place(name, "GET_DDL"), Kind.Space.CALLABLE, key)
            .filter(e -> e.kind().name().equals(word))
            .orElseThrow(() ->
                Errors.doesNotExist(
                    Kind.valueOf(word).title(), name.sql() + signature.orElse("()")));
      }
      case "SEQUENCE", "FILE_FORMAT", "PIPE", "STREAM", "TASK", "TAG", "WAREHOUSE", "INTEGRATION" ->
          access.object(Kind.valueOf(word), name, "GET_DDL");
      default ->
          throw Errors.compilation(
              "002017", "22023", "Invalid object type '" + type + "' for GET_DDL");
    };
  }

  private String write(Entity object) throws SnowflakeException {
    return switch (object.kind()) {
      case DATABASE -> database(object);
      case SCHEMA -> schema(object);
      case TABLE -> new TableDdl(this).write(object);
      case VIEW, MATERIALIZED_VIEW -> new TableDdl(this).view(object);
      case DYNAMIC_TABLE -> terminated(object.body(Body.Dynamic.class).text());
      case SEQUENCE -> sequence(object);
      case STAGE -> stage(object);
      case FILE_FORMAT -> format(object);
      case PIPE -> pipe(object);
      case STREAM -> stream(object);
      case TASK -> task(object);
      case FUNCTION, PROCEDURE -> callable(object);
      case MASKING_POLICY, ROW_ACCESS_POLICY -> policy(object);
      case TAG -> tag(object);
      case WAREHOUSE -> warehouse(object);
      case INTEGRATION -> integration(object);
      default -> throw Errors.notSupported("GET_DDL of a " + object.kind().word());
    };
  }

  Access access() {
    return access;
  }

  Directory directory() {
    return directory;
  }

  /// An object's name as the statement writes it.
  String name(Entity object) {
    return qualified ? directory.nameOf(object).sql() : object.name().sql();
  }

  private String database(Entity object) throws SnowflakeException {
    var body = object.body(Body.Database.class);
    var text =
        new StringBuilder("create or replace ")
            .append(body.isTransient() ? "TRANSIENT " : "")
            .append("database ")
            .append(object.name().sql());
    body.retention().ifPresent(days -> text.append(" DATA_RETENTION_TIME_IN_DAYS=").append(days));
    comment(text, object);
    text.append(";\n");
    for (var child : directory.children(object.id())) {
      if (child.kind() == Kind.SCHEMA
          && !child.name().equals(Access.INFORMATION_SCHEMA)
          && access.sees(child)) {
        text.append('\n').append(schema(child));
      }
    }
    return text.toString();
  }

  private String schema(Entity object) throws SnowflakeException {
    var body = object.body(Body.Schema.class);
    var text =
        new StringBuilder("create or replace ")
            .append(body.isTransient() ? "TRANSIENT " : "")
            .append("schema ")
            .append(name(object));
    if (body.managed()) {
      text.append(" with managed access");
    }
    body.retention().ifPresent(days -> text.append(" DATA_RETENTION_TIME_IN_DAYS=").append(days));
    comment(text, object);
    text.append(";\n");
    var children =
        directory.children(object.id()).stream()
            .filter(child -> !child.temporary() && access.sees(child))
            .sorted(
                Comparator.comparingInt((Entity e) -> ORDER.indexOf(e.kind()))
                    .thenComparingLong(Entity::id))
            .toList();
    for (var child : children) {
      text.append('\n').append(write(child)).append('\n');
    }
    return text.toString();
  }

  static void comment(StringBuilder text, Entity object) {
    object.comment().ifPresent(comment -> text.append(" COMMENT=").append(literal(comment)));
  }

  static String literal(String text) {
    return new Value.Text(text).sql();
  }

  private static String terminated(String text) {
    return text.endsWith(";") ? text : text + ";";
  }

  private String sequence(Entity object) {
    var body = object.body(Body.Sequence.class);
    var text =
        new StringBuilder("create or replace sequence ")
            .append(name(object))
            .append(" start with ")
            .append(body.start())
            .append(" increment by ")
            .append(body.increment())
            .append(body.ordered() ? " order" : " noorder");
    comment(text, object);
    return text.append(';').toString();
  }

  private String stage(Entity object) {
    var body = object.body(Body.Stage.class);
    var text = new StringBuilder("create or replace stage ").append(name(object));
    body.url().ifPresent(url -> text.append("\n\tURL = ").append(literal(url)));
    body.integration()
        .flatMap(directory::alive)
        .ifPresent(i -> text.append("\n\tSTORAGE_INTEGRATION = ").append(i.name().sql()));
    nested(text, "DIRECTORY", body.directory());
    nested(text, "FILE_FORMAT", body.format());
    object.comment().ifPresent(c -> text.append("\n\tCOMMENT = ").append(literal(c)));
    return text.append(";").toString();
  }

  private static void nested(StringBuilder text, String name, Map<String, Value> values) {
    if (!values.isEmpty()) {
      text.append("\n\t").append(name).append(" = (").append(pairs(values)).append(')');
    }
  }

  static String pairs(Map<String, Value> values) {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + " = " + entry.getValue().sql())
        .collect(Collectors.joining(" "));
  }

  private String format(Entity object) {
    var body = object.body(Body.FileFormat.class);
    var text =
        new StringBuilder("CREATE OR REPLACE FILE FORMAT ")
            .append(name(object))
            .append("\n\tTYPE = ")
            .append(body.type());
    body.options()
        .forEach((option, value) ->
            text.append("\n\t").append(option).append(" = ").append(value.sql()));
    object.comment().ifPresent(c -> text.append("\n\tCOMMENT = ").append(literal(c)));
    return text.append("\n;").toString();
  }

  private String pipe(Entity object) {
    var body = object.body(Body.Pipe.class);
    var text =
        new StringBuilder("create or replace pipe ")
            .append(name(object))
            .append(" auto_ingest=")
            .append(body.autoIngest());
    body.parameters()
        .forEach((option, value) ->
            text.append(' ')
                .append(option.toLowerCase(Locale.ROOT))
                .append('=')
                .append(value.sql()));
    comment(text, object);
    return terminated(text.append(" as ").append(body.definition()).toString());
  }

  private String stream(Entity object) {
    var body = object.body(Body.Stream.class);
    var text =
        new StringBuilder("create or replace stream ")
            .append(name(object))
            .append(" on table ")
            .append(directory.entity(body.source()).map(e -> directory.nameOf(e).sql()).orElse(""));
    if (body.appendOnly()) {
      text.append(" append_only=true");
    }
    comment(text, object);
    return text.append(';').toString();
  }

  private String task(Entity object) {
    var body = object.body(Body.Task.class);
    var text = new StringBuilder("create or replace task ").append(name(object));
    body.warehouse()
        .flatMap(directory::alive)
        .ifPresent(w -> text.append("\n\twarehouse=").append(w.name().sql()));
    body.schedule().ifPresent(s -> text.append("\n\tschedule=").append(literal(s)));
    body.parameters()
        .forEach(
            (option, value) -> text.append("\n\t").append(option).append('=').append(value.sql()));
    object.comment().ifPresent(c -> text.append("\n\tCOMMENT=").append(literal(c)));
    if (!body.after().isEmpty()) {
      text.append("\n\tafter ")
          .append(
              body.after().stream()
                  .flatMap(id -> directory.alive(id).stream())
                  .map(e -> directory.nameOf(e).sql())
                  .collect(Collectors.joining(", ")));
    }
    body.when().ifPresent(w -> text.append("\n\twhen ").append(w));
    return terminated(text.append("\n\tas ").append(body.definition()).toString());
  }

  private String callable(Entity object) {
    var body = object.body(Body.Callable.class);
    var procedure = object.kind() == Kind.PROCEDURE;
    var text =
        new StringBuilder("CREATE OR REPLACE ")
            .append(body.secure() ? "SECURE " : "")
            .append(procedure ? "PROCEDURE " : "FUNCTION ")
            .append(qualified ? directory.nameOf(object).sql() : object.name().sql())
            .append(parameters(body.arguments()))
            .append("\nRETURNS ")
            .append(
                body.table().isPresent()
                    ? "TABLE " + parameters(body.table().get())
                    : body.returns().sql())
            .append(body.notNull() ? " NOT NULL" : "")
            .append("\nLANGUAGE ")
            .append(body.language());
    if (body.strict()) {
      text.append("\nSTRICT");
    }
    if (body.immutable()) {
      text.append("\nIMMUTABLE");
    }
    if (body.memoizable()) {
      text.append("\nMEMOIZABLE");
    }
    body.parameters()
        .forEach(
            (option, value) -> text.append('\n').append(option).append('=').append(value.sql()));
    object.comment().ifPresent(c -> text.append("\nCOMMENT=").append(literal(c)));
    if (procedure) {
      text.append("\nEXECUTE AS ").append(body.caller() ? "CALLER" : "OWNER");
    }
    if (body.secure() && !access.owns(object)) {
      return text.append(";").toString();
    }
    body.body().ifPresent(code -> text.append("\nAS ").append(quoted(code)));
    return text.append(";").toString();
  }

  private static String quoted(String code) {
    return code.contains("$$") ? literal(code) : "$$" + code + "$$";
  }

  private static String parameters(List<Parameter> parameters) {
    return parameters.stream()
        .map(p ->
            p.name().sql()
                + " "
                + p.type().sql()
                + p.fallback().map(f -> " DEFAULT " + f).orElse(""))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private String policy(Entity object) {
    var body = object.body(Body.Policy.class);
    var text =
        new StringBuilder("create or replace ")
            .append(object.kind().word().toLowerCase(Locale.ROOT))
            .append(' ')
            .append(name(object))
            .append(" as ")
            .append(parameters(body.signature()))
            .append(" returns ")
            .append(body.returns().sql())
            .append(" -> \n")
            .append(body.body());
    comment(text, object);
    return text.append("\n;").toString();
  }

  private String tag(Entity object) {
    var text = new StringBuilder("create or replace tag ").append(name(object));
    object
        .body(Body.Tag.class)
        .allowed()
        .ifPresent(values ->
            text.append(" ALLOWED_VALUES ")
                .append(values.stream().map(GetDdl::literal).collect(Collectors.joining(", "))));
    comment(text, object);
    return text.append(';').toString();
  }

  private static String warehouse(Entity object) {
    var body = object.body(Body.Warehouse.class);
    var text = new StringBuilder("create or replace warehouse ").append(object.name().sql());
    if (!body.parameters().isEmpty()) {
      text.append("\nwith");
    }
    body.parameters()
        .forEach((option, value) ->
            text.append("\n\t")
                .append(option.toLowerCase(Locale.ROOT))
                .append('=')
                .append(value.sql()));
    object.comment().ifPresent(c -> text.append("\n\tCOMMENT=").append(literal(c)));
    return text.append("\n;").toString();
  }

  private static String integration(Entity object) throws SnowflakeException {
    var body = object.body(Body.Integration.class);
    if (!body.type().equals("STORAGE")) {
      throw Errors.notSupported("GET_DDL of a " + body.type() + " INTEGRATION");
    }
    var text =
        new StringBuilder("CREATE OR REPLACE STORAGE INTEGRATION ").append(object.name().sql());
    body.parameters()
        .forEach((option, value) -> {
          if (!option.equals("STORAGE_AWS_EXTERNAL_ID")) {
            text.append("\n\t").append(option).append(" = ").append(value.sql());
          }
        });
    var external = body.made().get("STORAGE_AWS_EXTERNAL_ID");
    if (external != null) {
      text.append("\n\tSTORAGE_AWS_EXTERNAL_ID = ").append(external.sql());
    }
    text.append("\n\tENABLED = ").append(body.enabled() ? "TRUE" : "FALSE");
    object.comment().ifPresent(c -> text.append("\n\tCOMMENT = ").append(literal(c)));
    return text.append(";").toString();
  }
}
