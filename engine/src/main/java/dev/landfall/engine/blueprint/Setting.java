package dev.landfall.engine.blueprint;

import dev.landfall.spi.Doc;
import dev.landfall.spi.RegionDefault;
import dev.landfall.spi.Secret;
import dev.landfall.spi.Value;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The kind of a setting, read from a provider's settings record: what the schema, the checks and
/// the binding have in common.
sealed interface Setting {
  /// A text.
  record Text() implements Setting {}

  /// A text that must be given by `${secret:NAME}`.
  record Hidden() implements Setting {}

  /// `true` or `false`.
  record Bool() implements Setting {}

  /// A whole number.
  ///
  /// @param asInt whether the record wants an `int`
  record Whole(boolean asInt) implements Setting {}

  /// One of some words: the names of an enum's constants in small letters.
  record Word(Class<?> type) implements Setting {
    List<String> words() {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> String.valueOf(constant).toLowerCase(Locale.ROOT))
          .toList();
    }
  }

  /// Anything, and it may be unknown while planning.
  record Any() implements Setting {}

  /// A list.
  record ListOf(Setting item) implements Setting {}

  /// A mapping with any keys.
  record MapOf(Setting value) implements Setting {}

  /// A mapping with known keys.
  record Fields(Class<?> type, List<Field> fields) implements Setting {}

  /// One key of a mapping.
  ///
  /// @param optional whether it may be left out
  /// @param wrapped whether the record wants an `Optional`
  /// @param region the mapping of a region that gives what a component leaves out
  record Field(
      String name,
      Setting setting,
      boolean optional,
      boolean wrapped,
      String doc,
      Optional<String> region) {}

  /// The kind of a settings record.
  static Fields of(Class<?> type) {
    return new Fields(type, Arrays.stream(type.getRecordComponents()).map(Setting::field).toList());
  }

  private static Field field(RecordComponent component) {
    var type = component.getGenericType();
    var wrapped = component.getType() == Optional.class;
    var setting = of(wrapped ? argument(type, 0) : type);
    var optional = wrapped || setting instanceof ListOf || setting instanceof MapOf;
    var doc = component.getAnnotation(Doc.class);
    return new Field(
        component.getName(),
        setting,
        optional,
        wrapped,
        doc == null ? "" : doc.value(),
        Optional.ofNullable(component.getAnnotation(RegionDefault.class))
            .map(RegionDefault::value));
  }

  private static Setting of(Type type) {
    if (type instanceof ParameterizedType parameterized) {
      if (parameterized.getRawType() == List.class) {
        return new ListOf(of(argument(type, 0)));
      }
      if (parameterized.getRawType() == Map.class) {
        return new MapOf(of(argument(type, 1)));
      }
    }
    if (type instanceof Class<?> plain) {
      if (plain == String.class) {
        return new Text();
      }
      if (plain == Secret.class) {
        return new Hidden();
      }
      if (plain == Value.class) {
        return new Any();
      }
      if (plain == boolean.class || plain == Boolean.class) {
        return new Bool();
      }
      if (plain == long.class || plain == Long.class) {
        return new Whole(false);
      }
      if (plain == int.class || plain == Integer.class) {
        return new Whole(true);
      }
      if (plain.isEnum()) {
        return new Word(plain);
      }
      if (plain.isRecord()) {
        return of(plain);
      }
    }
    throw new IllegalArgumentException("a settings record cannot have a component of " + type);
  }

  private static Type argument(Type type, int index) {
    return ((ParameterizedType) type).getActualTypeArguments()[index];
  }
}
