package dev.landfall.sandbox.aws.cloudformation.change;

import dev.landfall.cloudformation.template.Json;
import dev.landfall.cloudformation.template.Parameters;
import dev.landfall.cloudformation.template.Template;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Hides the values of parameters with `NoEcho` in what is shown.
public final class Masks {
  private static final String MASK = "****";

  private Masks() {}

  /// The values of parameters that are never to be shown.
  public static Set<String> secrets(Template template, Map<String, Parameters.Value> parameters) {
    var secrets = new LinkedHashSet<String>();
    template
        .parameters()
        .forEach((name, declaration) -> {
          var value = parameters.get(name);
          if (declaration.noEcho() && value != null && !value.effective().isEmpty()) {
            secrets.add(value.effective());
          }
        });
    return secrets;
  }

  /// The value with every secret replaced.
  public static JsonNode hide(JsonNode value, Set<String> secrets) {
    if (secrets.isEmpty()) {
      return value;
    }
    if (value.isObject()) {
      var object = Json.object();
      value
          .properties()
          .forEach(entry -> object.set(entry.getKey(), hide(entry.getValue(), secrets)));
      return object;
    }
    if (value.isArray()) {
      var list = Json.list();
      value.forEach(part -> list.add(hide(part, secrets)));
      return list;
    }
    var text = value.asString();
    for (var secret : secrets) {
      text = text.replace(secret, MASK);
    }
    return text.equals(value.asString()) ? value : Json.text(text);
  }
}
