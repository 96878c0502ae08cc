package dev.landfall.sandbox.aws.cloudformation.change;

import dev.landfall.cloudformation.template.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Where two values differ, and the expression in the template that the part comes from.
///
/// @param path names and indexes from the value's root
/// @param expression what stands in the new template there; nothing when it is gone
record ValueDifference(
    List<String> path,
    Optional<JsonNode> before,
    Optional<JsonNode> after,
    Optional<JsonNode> expression) {
  /// The differences of two sets of properties. Goes as deep as the template writes the value out,
  /// and also gives parts that are the same but that a function makes.
  static List<ValueDifference> between(JsonNode before, JsonNode after, JsonNode expression) {
    var found = new ArrayList<ValueDifference>();
    compare(List.of(), before, after, expression, found);
    return found;
  }

  boolean differs() {
    return before.isEmpty() || after.isEmpty() || !Json.same(before.get(), after.get());
  }

  private static void compare(
      List<String> path,
      @Nullable JsonNode before,
      @Nullable JsonNode after,
      @Nullable JsonNode expression,
      List<ValueDifference> found) {
    boolean plain = expression == null || !isFunction(expression);
    if (before != null && after != null && plain && before.isObject() && after.isObject()) {
      var names = new TreeSet<>(before.propertyNames());
      names.addAll(after.propertyNames());
      for (var name : names) {
        compare(
            with(path, name),
            before.get(name),
            after.get(name),
            expression == null ? null : expression.get(name),
            found);
      }
      return;
    }
    if (before != null
        && after != null
        && expression != null
        && before.isArray()
        && after.isArray()
        && expression.isArray()
        && expression.size() == after.size()) {
      for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
        compare(
            with(path, Integer.toString(i)), before.get(i), after.get(i), expression.get(i), found);
      }
      return;
    }
    var difference =
        new ValueDifference(
            path,
            Optional.ofNullable(before),
            Optional.ofNullable(after),
            Optional.ofNullable(expression));
    if (difference.differs() || expression != null) {
      found.add(difference);
    }
  }

  private static boolean isFunction(JsonNode node) {
    if (node.size() != 1 || !node.isObject()) {
      return false;
    }
    var name = node.propertyNames().iterator().next();
    return name.equals("Ref") || name.startsWith("Fn::");
  }

  private static List<String> with(List<String> path, String step) {
    var longer = new ArrayList<>(path);
    longer.add(step);
    return List.copyOf(longer);
  }
}
