package dev.landfall.sandbox.snowflake.catalog;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/// Directory as JSON, for the catalogue's rows.
final class EntityJson {
  private static final Map<Kind, Class<? extends Body>> BODIES =
      Map.ofEntries(
          Map.entry(Kind.ACCOUNT, Body.Account.class),
          Map.entry(Kind.DATABASE, Body.Database.class),
          Map.entry(Kind.WAREHOUSE, Body.Warehouse.class),
          Map.entry(Kind.ROLE, Body.Role.class),
          Map.entry(Kind.DATABASE_ROLE, Body.Role.class),
          Map.entry(Kind.USER, Body.User.class),
          Map.entry(Kind.INTEGRATION, Body.Integration.class),
          Map.entry(Kind.NETWORK_POLICY, Body.Settings.class),
          Map.entry(Kind.RESOURCE_MONITOR, Body.Settings.class),
          Map.entry(Kind.SCHEMA, Body.Schema.class),
          Map.entry(Kind.TABLE, Body.Table.class),
          Map.entry(Kind.VIEW, Body.View.class),
          Map.entry(Kind.MATERIALIZED_VIEW, Body.View.class),
          Map.entry(Kind.DYNAMIC_TABLE, Body.Dynamic.class),
          Map.entry(Kind.STREAM, Body.Stream.class),
          Map.entry(Kind.SEQUENCE, Body.Sequence.class),
          Map.entry(Kind.STAGE, Body.Stage.class),
          Map.entry(Kind.FILE_FORMAT, Body.FileFormat.class),
          Map.entry(Kind.PIPE, Body.Pipe.class),
          Map.entry(Kind.TASK, Body.Task.class),
          Map.entry(Kind.FUNCTION, Body.Callable.class),
          Map.entry(Kind.PROCEDURE, Body.Callable.class),
          Map.entry(Kind.MASKING_POLICY, Body.Policy.class),
          Map.entry(Kind.ROW_ACCESS_POLICY, Body.Policy.class),
          Map.entry(Kind.TAG, Body.Tag.class));

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .addModule(
              new SimpleModule()
                  .addSerializer(Name.class, new AsText<>(Name::value))
                  .addDeserializer(Name.class, new OfText<>(Name::new))
                  .addSerializer(DataType.class, new AsText<>(DataType::sql))
                  .addDeserializer(DataType.class, new OfText<>(EntityJson::type))
                  .addSerializer(Value.class, new ValueWriter())
                  .addDeserializer(Value.class, new ValueReader()))
          .build();

  static {
    if (!BODIES.keySet().equals(Set.of(Kind.values()))) {
      throw new IllegalStateException("a kind has no body");
    }
  }

  private EntityJson() {}

  static String write(Entity entity) {
    return MAPPER.writeValueAsString(entity);
  }

  static Entity read(String json) {
    var node = (ObjectNode) MAPPER.readTree(json);
    var kind = Kind.valueOf(node.path("kind").asString());
    var body = MAPPER.treeToValue(node.remove("body"), BODIES.get(kind));
    var grants = MAPPER.treeToValue(node.path("grants"), Grant[].class);
    var tags = MAPPER.treeToValue(node.path("tags"), TagUse[].class);
    var head = MAPPER.treeToValue(node, Head.class);
    return new Entity(
        head.id(),
        kind,
        head.parent(),
        head.name(),
        head.owner(),
        head.created(),
        head.comment(),
        head.dropped(),
        0,
        List.of(grants),
        List.of(tags),
        body);
  }

  /// What all kinds have.
  @com.fasterxml.jackson.annotation.JsonIgnoreProperties(ignoreUnknown = true)
  private record Head(
      long id,
      long parent,
      Name name,
      long owner,
      java.time.Instant created,
      java.util.Optional<String> comment,
      java.util.Optional<java.time.Instant> dropped) {}

  /// Reads what [DataType#sql] writes.
  static DataType type(String sql) {
    int open = sql.indexOf('(');
    var name = open < 0 ? sql : sql.substring(0, open);
    var numbers = open < 0 ? new String[0] : sql.substring(open + 1, sql.length() - 1).split(",");
    return switch (name) {
      case "NUMBER" ->
          new DataType.Fixed(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
      case "FLOAT" -> new DataType.Float64();
      case "VARCHAR" -> new DataType.Text(Integer.parseInt(numbers[0]));
      case "BINARY" -> new DataType.Binary(Integer.parseInt(numbers[0]));
      case "BOOLEAN" -> new DataType.Bool();
      case "DATE" -> new DataType.Date();
      case "TIME" -> new DataType.Time(Integer.parseInt(numbers[0]));
      case "VARIANT" -> new DataType.Variant();
      case "OBJECT" -> new DataType.Obj();
      case "ARRAY" -> new DataType.Array();
      case "NULL" -> new DataType.Null();
      default -> {
        if (!name.startsWith("TIMESTAMP_")) {
          throw new IllegalArgumentException("no type " + sql);
        }
        yield new DataType.Timestamp(
            DataType.Timestamp.Zone.valueOf(name.substring("TIMESTAMP_".length())),
            Integer.parseInt(numbers[0]));
      }
    };
  }

  private static final class AsText<T> extends ValueSerializer<T> {
    private final java.util.function.Function<T, String> text;

    AsText(java.util.function.Function<T, String> text) {
      this.text = text;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializationContext context) {
      out.writeString(text.apply(value));
    }
  }

  private static final class OfText<T> extends ValueDeserializer<T> {
    private final java.util.function.Function<String, T> read;

    OfText(java.util.function.Function<String, T> read) {
      this.read = read;
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) {
      return read.apply(in.getString());
    }
  }

  /// A text with an apostrophe before it, a word as it is, several as an array.
  private static final class ValueWriter extends ValueSerializer<Value> {
    @Override
    public void serialize(Value value, JsonGenerator out, SerializationContext context) {
      switch (value) {
        case Value.Text(var text) -> out.writeString("'" + text);
        case Value.Word(var word) -> out.writeString(word);
        case Value.Many(var values) -> {
          out.writeStartArray();
          for (var each : values) {
            serialize(each, out, context);
          }
          out.writeEndArray();
        }
      }
    }
  }

  private static final class ValueReader extends ValueDeserializer<Value> {
    @Override
    public Value deserialize(JsonParser in, DeserializationContext context) {
      return value(context.readTree(in));
    }

    private static Value value(JsonNode node) {
      if (node.isArray()) {
        var values = new ArrayList<Value>();
        node.forEach(each -> values.add(value(each)));
        return new Value.Many(values);
      }
      var text = node.asString();
      return text.startsWith("'") ? new Value.Text(text.substring(1)) : new Value.Word(text);
    }
  }
}
