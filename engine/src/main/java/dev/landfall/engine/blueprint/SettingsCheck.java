package dev.landfall.engine.blueprint;

import dev.landfall.spi.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Checks a component's settings against its provider's record, before any expression is resolved.
///
/// @param problems where what is wrong is added
/// @param uses the kind of the provider, for messages; empty when there is none
record SettingsCheck(List<Problem> problems, String uses) {

  /// Checks a mapping.
  ///
  /// @param path of the mapping, such as `with.connection`
  void check(Class<?> type, Node.Mapping mapping, String path) {
    check(Setting.of(type), mapping, path);
  }

  private void check(Setting.Fields fields, Node.Mapping mapping, String path) {
    Map<String, Setting.Field> known = new LinkedHashMap<>();
    fields.fields().forEach(field -> known.put(field.name(), field));
    mapping
        .entries()
        .forEach((key, node) -> {
          var field = known.get(key);
          if (field == null) {
            var where = mapping.keys().getOrDefault(key, mapping.where());
            problems.add(Shape.unknownKey(key, where, what(path), known.keySet()));
          } else {
            check(field.setting(), node, path + "." + key);
          }
        });
    known.values().stream()
        .filter(field -> !field.optional() && !mapping.entries().containsKey(field.name()))
        .forEach(field ->
            problems.add(
                Problem.error(
                    mapping.where(),
                    "missing key \"" + field.name() + "\"",
                    capitalised(what(path)) + " must have it. " + field.doc())));
  }

  private String what(String path) {
    return "\"" + path + "\"" + (uses.isEmpty() ? "" : " of a component that uses " + uses);
  }

  private static String capitalised(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private void check(Setting setting, Node node, String path) {
    switch (setting) {
      case Setting.Fields fields -> {
        if (node instanceof Node.Mapping mapping) {
          check(fields, mapping, path);
        } else {
          wrong(node, path, "a mapping with " + names(fields));
        }
      }
      case Setting.MapOf(var value) -> {
        if (node instanceof Node.Mapping mapping) {
          mapping.entries().forEach((key, child) -> check(value, child, path + "." + key));
          new PlainSecrets(problems).check(mapping);
        } else if (!isExpression(node)) {
          wrong(node, path, "a mapping");
        }
      }
      case Setting.ListOf(var item) -> {
        if (node instanceof Node.Sequence sequence) {
          sequence.items().forEach(child -> check(item, child, path));
        } else if (!isExpression(node)) {
          wrong(node, path, "a list: [a, b]");
        }
      }
      case Setting.Hidden hidden -> {
        if (!(node instanceof Node.Scalar(String text, var where)) || !text.contains("${secret:")) {
          problems.add(
              Problem.error(
                  node.where(),
                  "secret in plain text",
                  "`"
                      + path
                      + "` is a secret: write ${secret:NAME}, and keep the value with `landfall secret set"
                      + " NAME` or in the environment variable NAME."));
        }
      }
      case Setting.Text text -> {
        if (!(node instanceof Node.Scalar scalar) || scalar.value() == Node.Null.NULL) {
          wrong(node, path, "a text");
        } else if (scalar.value() instanceof String value) {
          new PlainSecrets(problems).check(path, value, node.where());
        }
      }
      case Setting.Bool bool -> {
        if (!isExpression(node) && !(node instanceof Node.Scalar(Boolean value, var where))) {
          wrong(node, path, "true or false");
        }
      }
      case Setting.Whole whole -> {
        if (!isExpression(node) && !(node instanceof Node.Scalar(Long value, var where))) {
          wrong(node, path, "a whole number");
        }
      }
      case Setting.Word word -> {
        var words = word.words();
        if (!isExpression(node)
            && !(node instanceof Node.Scalar(String value, var where) && words.contains(value))) {
          wrong(node, path, "one of " + String.join(", ", words));
        }
      }
      case Setting.Any any -> {}
    }
  }

  private static String names(Setting.Fields fields) {
    return fields.fields().stream().map(Setting.Field::name).collect(Collectors.joining(", "));
  }

  private void wrong(Node node, String path, String wanted) {
    problems.add(
        Problem.error(node.where(), "wrong kind of value", "`" + path + "` is " + wanted + "."));
  }

  private static boolean isExpression(Node node) {
    return node instanceof Node.Scalar(String text, var where) && Template.isTemplate(text);
  }
}
