package dev.landfall.engine.store;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A JSON object with its fields in order, read and written without a mapper: starting one takes
/// longer than all else a short command does with the event log. Not for several threads.
final class JsonObject {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Map<String, @Nullable Object> values;

  JsonObject() {
    this(new LinkedHashMap<>());
  }

  private JsonObject(Map<String, @Nullable Object> values) {
    this.values = values;
  }

  /// @throws tools.jackson.core.JacksonException when the text is not JSON
  /// @throws ClassCastException when it is no object
  static JsonObject read(String text) {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      return of(value(parser));
    }
  }

  @SuppressWarnings("unchecked") // objects are read with their names as keys
  private static JsonObject of(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return new JsonObject((Map<String, @Nullable Object>) map);
    }
    throw new ClassCastException("no JSON object");
  }

  private static @Nullable Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        var map = new LinkedHashMap<String, @Nullable Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          var name = parser.currentName();
          parser.nextToken();
          map.put(name, value(parser));
        }
        yield map;
      }
      case START_ARRAY -> {
        var list = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        yield list;
      }
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> whole(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static Object whole(BigInteger number) {
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  JsonObject put(String name, Object value) {
    values.put(name, value);
    return this;
  }

  Map<String, @Nullable Object> values() {
    return values;
  }

  /// A text; empty when it is missing.
  String text(String name) {
    return values.get(name) instanceof String text ? text : "";
  }

  /// A number; 0 when it is missing.
  Number number(String name) {
    return values.get(name) instanceof Number number ? number : 0;
  }

  /// Whether a field is `true`.
  boolean is(String name) {
    return Boolean.TRUE.equals(values.get(name));
  }

  /// An object; empty when it is missing.
  JsonObject object(String name) {
    var value = values.get(name);
    return value == null ? new JsonObject() : of(value);
  }

  /// An object's values; empty when it is missing.
  Map<String, Object> map(String name) {
    var map = new LinkedHashMap<String, Object>();
    object(name)
        .values()
        .forEach((key, value) -> {
          if (value != null) {
            map.put(key, value);
          }
        });
    return Collections.unmodifiableMap(map);
  }

  /// An object of texts; empty when it is missing.
  Map<String, String> texts(String name) {
    var texts = new LinkedHashMap<String, String>();
    map(name).forEach((key, value) -> texts.put(key, (String) value));
    return Collections.unmodifiableMap(texts);
  }

  /// A list of texts; empty when it is missing.
  List<String> list(String name) {
    return values.get(name) instanceof List<?> list
        ? list.stream().map(String.class::cast).toList()
        : List.of();
  }

  /// The object as text. A text cut in the middle of a character is kept with a question mark for
  /// its half: PostgreSQL would refuse it, and the log must take what people's systems answer.
  String write() {
    var text = new StringWriter();
    try (var generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(generator, values);
    }
    var written = text.toString();
    return StandardCharsets.UTF_8.newEncoder().canEncode(written)
        ? written
        : new String(written.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static void write(JsonGenerator generator, @Nullable Object value) {
    switch (value) {
      case null -> generator.writeNull();
      case String text -> generator.writeString(text);
      case Boolean is -> generator.writeBoolean(is);
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      case Double number -> generator.writeNumber(number);
      case BigInteger number -> generator.writeNumber(number);
      case BigDecimal number -> generator.writeNumber(number);
      case Map<?, ?> map -> {
        generator.writeStartObject();
        map.forEach((name, item) -> {
          generator.writeName(String.valueOf(name));
          write(generator, item);
        });
        generator.writeEndObject();
      }
      case Iterable<?> items -> {
        generator.writeStartArray();
        items.forEach(item -> write(generator, item));
        generator.writeEndArray();
      }
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }
}
