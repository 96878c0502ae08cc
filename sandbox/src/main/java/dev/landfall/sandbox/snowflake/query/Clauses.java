package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes sure that nothing JSqlParser understood is left aside. Its tree has room for the clauses
/// of all dialects; whoever translates a node says which of its fields he reads, and any other
/// field that is set refuses the statement.
final class Clauses {
  private static final ClassValue<Layout> LAYOUTS =
      new ClassValue<>() {
        @Override
        protected Layout computeValue(Class<?> type) {
          return layout(type);
        }
      };

  private Clauses() {}

  private record Part(Field field, @Nullable Object unset) {}

  private record Layout(List<Part> parts) {}

  /// @param used the fields that the caller honours
  /// @throws SnowflakeException when another one is set
  static void only(Object node, Set<String> used) throws SnowflakeException {
    for (Part part : LAYOUTS.get(node.getClass()).parts()) {
      if (isSet(read(part.field(), node), part.unset()) && !used.contains(part.field().getName())) {
        throw Errors.notSupported(named(node.getClass(), part.field().getName()));
      }
    }
  }

  private static boolean isSet(@Nullable Object value, @Nullable Object unset) {
    return switch (value) {
      case null -> false;
      case Boolean truth -> unset == null ? truth : !truth.equals(unset);
      case Integer number -> !number.equals(unset == null ? Integer.valueOf(0) : unset);
      case Collection<?> collection -> !collection.isEmpty();
      default -> !Objects.equals(value, unset);
    };
  }

  /// Such as `PlainSelect: for xml path`.
  private static String named(Class<?> type, String field) {
    return "the clause "
        + type.getSimpleName()
        + " "
        + field.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }

  private static Layout layout(Class<?> type) {
    List<Part> parts = new ArrayList<>();
    var fresh = fresh(type);
    Class<?> declaring = type;
    while (declaring != null && declaring.getName().startsWith("net.sf.jsqlparser")) {
      for (Field field : declaring.getDeclaredFields()) {
        // `node` is where a node stands in the text.
        if (!Modifier.isStatic(field.getModifiers()) && !field.getName().equals("node")) {
          field.setAccessible(true);
          parts.add(new Part(field, fresh == null ? null : read(field, fresh)));
        }
      }
      declaring = declaring.getSuperclass();
    }
    return new Layout(parts);
  }

  /// A node of which nothing is set, where the class allows to make one.
  private static @Nullable Object fresh(Class<?> type) {
    if (Modifier.isAbstract(type.getModifiers())) {
      return null;
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  private static @Nullable Object read(Field field, Object node) {
    try {
      return field.get(node);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
