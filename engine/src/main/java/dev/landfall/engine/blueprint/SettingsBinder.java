package dev.landfall.engine.blueprint;

import dev.landfall.spi.Secret;
import dev.landfall.spi.Value;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Makes a provider's settings record from resolved values.
final class SettingsBinder {
  private final Resolver resolver;
  private final List<String> unknown = new ArrayList<>();

  SettingsBinder(Resolver resolver) {
    this.resolver = resolver;
  }

  /// Every unknown value that was met, with where it is and what it waits for.
  List<String> unknown() {
    return unknown.stream().distinct().toList();
  }

  /// Makes a record.
  ///
  /// @return nothing when a problem was found, or when a value is unknown that may not be
  <S extends Record> Optional<S> bind(Class<S> type, Node.Mapping mapping, String path) {
    return fields(Setting.of(type), mapping, path).map(type::cast);
  }

  private Optional<Object> fields(Setting.Fields fields, Node.Mapping mapping, String path) {
    var arguments = new ArrayList<Object>();
    var complete = true;
    for (var field : fields.fields()) {
      var node = mapping.entries().get(field.name());
      Optional<Object> bound;
      if (node == null) {
        bound = Optional.of(absent(field));
      } else {
        bound = bind(field.setting(), node, path + "." + field.name());
        if (field.wrapped()) {
          bound = bound.map(Optional::of);
        }
      }
      complete &= bound.isPresent();
      bound.ifPresent(arguments::add);
    }
    return complete ? Optional.of(make(fields.type(), arguments)) : Optional.empty();
  }

  private static Object absent(Setting.Field field) {
    return switch (field.setting()) {
      case Setting.ListOf list when !field.wrapped() -> List.of();
      case Setting.MapOf map when !field.wrapped() -> Map.of();
      default -> Optional.empty();
    };
  }

  private Optional<Object> bind(Setting setting, Node node, String path) {
    return switch (setting) {
      case Setting.Fields fields ->
          node instanceof Node.Mapping mapping ? fields(fields, mapping, path) : Optional.empty();
      case Setting.MapOf(var value) -> map(value, node, path);
      case Setting.ListOf(var item) -> list(item, node, path);
      case Setting.Any any -> {
        var value = resolver.value(node);
        value
            .filter(Value.Unknown.class::isInstance)
            .ifPresent(missing -> unknown.add(path + " " + missing));
        yield value.map(Object.class::cast);
      }
      case Setting.Hidden hidden ->
          known(node, path).map(known -> Secret.of(Resolver.write(known.json())));
      case Setting.Text text -> open(node, path).map(Resolver::write);
      case Setting.Bool bool -> open(node, path).flatMap(value -> bool(value, node, path));
      case Setting.Whole(var asInt) ->
          open(node, path).flatMap(value -> whole(value, asInt, node, path));
      case Setting.Word word -> open(node, path).flatMap(value -> word(value, word, node, path));
    };
  }

  private Optional<Object> map(Setting value, Node node, String path) {
    var complete = true;
    var bound = new LinkedHashMap<String, Object>();
    if (!(node instanceof Node.Mapping mapping)) {
      return Optional.empty();
    }
    for (var entry : mapping.entries().entrySet()) {
      var one = bind(value, entry.getValue(), path + "." + entry.getKey());
      complete &= one.isPresent();
      one.ifPresent(present -> bound.put(entry.getKey(), present));
    }
    return complete ? Optional.of(bound) : Optional.empty();
  }

  private Optional<Object> list(Setting item, Node node, String path) {
    if (node instanceof Node.Sequence sequence) {
      var complete = true;
      var bound = new ArrayList<Object>();
      for (var child : sequence.items()) {
        var one = bind(item, child, path);
        complete &= one.isPresent();
        one.ifPresent(bound::add);
      }
      return complete ? Optional.of(List.copyOf(bound)) : Optional.empty();
    }
    return open(node, path)
        .flatMap(value -> {
          if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return Optional.of(List.copyOf(list));
          }
          resolver.problem(
              node.where(),
              "wrong kind of value",
              "`" + path + "` must come out as a list of texts.");
          return Optional.empty();
        });
  }

  /// A value that is known; when it is not, that is remembered.
  private Optional<Value.Known> known(Node node, String path) {
    return switch (resolver.value(node).orElse(null)) {
      case Value.Known known -> Optional.of(known);
      case Value.Unknown missing -> {
        unknown.add(path + " " + missing);
        yield Optional.empty();
      }
      case null -> Optional.empty();
    };
  }

  /// A value that is known and may be seen.
  private Optional<Object> open(Node node, String path) {
    var known = known(node, path);
    if (known.isPresent() && known.get().secret()) {
      resolver.problem(
          node.where(),
          "secret where it would be seen",
          "`"
              + path
              + "` is not kept hidden. Use a secret only for settings that are meant for one.");
      return Optional.empty();
    }
    return known.map(Value.Known::json);
  }

  private Optional<Object> bool(Object value, Node node, String path) {
    return switch (value) {
      case Boolean bool -> Optional.of(bool);
      case String text when text.equals("true") || text.equals("false") ->
          Optional.of(Boolean.valueOf(text));
      default -> wrong(node, path, "true or false", value);
    };
  }

  private Optional<Object> whole(Object value, boolean asInt, Node node, String path) {
    var text = Resolver.write(value);
    if (!text.matches("-?[0-9]{1,18}") || (asInt && !text.matches("-?[0-9]{1,9}"))) {
      return wrong(node, path, "a whole number", value);
    }
    return asInt ? Optional.of(Integer.valueOf(text)) : Optional.of(Long.valueOf(text));
  }

  private Optional<Object> word(Object value, Setting.Word word, Node node, String path) {
    var text = Resolver.write(value).toLowerCase(Locale.ROOT);
    var constants = word.type().getEnumConstants();
    var found =
        Arrays.stream(constants)
            .filter(constant -> String.valueOf(constant).toLowerCase(Locale.ROOT).equals(text))
            .findFirst();
    return found.isPresent()
        ? Optional.of(found.get())
        : wrong(node, path, "one of " + String.join(", ", word.words()), value);
  }

  private Optional<Object> wrong(Node node, String path, String wanted, Object value) {
    resolver.problem(
        node.where(),
        "wrong kind of value",
        "`"
            + path
            + "` is "
            + wanted
            + ", and this comes out as \""
            + Resolver.write(value)
            + "\".");
    return Optional.empty();
  }

  private static Object make(Class<?> type, List<Object> arguments) {
    try {
      var types =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.trySetAccessible();
      return constructor.newInstance(arguments.toArray());
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          type.getSimpleName() + " refuses its settings", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }
}
