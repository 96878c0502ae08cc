package dev.landfall.engine.blueprint;

import dev.landfall.spi.Doc;
import dev.landfall.spi.Provider;
import java.util.Collection;
import java.util.Comparator;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The JSON schema of blueprints (draft 2020-12), made from the providers' settings records, for
/// editors that complete and check while one types.
public final class Schema {
  private static final String NAME = "^[a-z][a-z0-9-]{0,62}$";
  private static final String EXPRESSION = "\\$\\{.+\\}";

  private Schema() {}

  /// The schema, as JSON text.
  public static String json(Collection<? extends Provider<?>> providers) {
    var sorted =
        providers.stream().sorted(Comparator.comparing((Provider<?> p) -> p.kind())).toList();
    var schema = JsonNodeFactory.instance.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Landfall blueprint");
    schema.put("type", "object");
    schema.put("additionalProperties", false);
    schema.putArray("required").add("platform").add("components").add("environments");
    schema.putObject("patternProperties").putObject("^x-").put("description", "Anchors.");
    var properties = schema.putObject("properties");
    text(properties, "platform", "The platform's name.").put("pattern", NAME);
    repositories(named(properties, "repositories", "Where components' files lie, by name."));
    components(named(properties, "components", "What is rolled out, by name."), sorted);
    environments(named(properties, "environments", "The stages, by name."));
    named(properties, "regions", "The places, by name; ${region.KEY} reads their values.")
        .put("type", "object");
    return schema.toPrettyString();
  }

  private static ObjectNode named(ObjectNode properties, String key, String description) {
    var node = properties.putObject(key);
    node.put("type", "object");
    node.put("description", description);
    node.putObject("propertyNames").put("pattern", NAME);
    return node.putObject("additionalProperties");
  }

  private static ObjectNode text(ObjectNode properties, String key, String description) {
    return properties.putObject(key).put("type", "string").put("description", description);
  }

  private static void repositories(ObjectNode node) {
    node.put("type", "object").put("additionalProperties", false);
    var properties = node.putObject("properties");
    text(properties, "path", "A folder, relative to the blueprint.");
    text(properties, "url", "A Git repository's URL, without credentials.");
    text(properties, "branch", "The branch to take when the environment names none.");
    text(properties, "commit", "The one commit to take.").put("pattern", "^[0-9a-f]{40}$");
    var either = node.putArray("oneOf");
    either.addObject().putArray("required").add("path");
    either.addObject().putArray("required").add("url");
  }

  private static void components(ObjectNode node, Collection<? extends Provider<?>> providers) {
    node.put("type", "object").put("additionalProperties", false);
    node.putArray("required").add("uses");
    var properties = node.putObject("properties");
    var uses = properties.putObject("uses");
    uses.put("description", "The provider that rolls it out.");
    var kinds = uses.putArray("enum");
    providers.forEach(provider -> kinds.add(provider.kind()));
    text(properties, "from", "The repository its files lie in; the blueprint's own when left out.");
    properties.putObject("with").put("description", "Its settings.");
    texts(properties.putObject("needs")).put("description", "Components it comes after.");
    var each = node.putArray("allOf");
    for (var provider : providers) {
      var rule = each.addObject();
      rule.putObject("if").putObject("properties").putObject("uses").put("const", provider.kind());
      var with = rule.putObject("then").putObject("properties").putObject("with");
      fields(with, Setting.of(provider.settings()));
      var doc = provider.settings().getAnnotation(Doc.class);
      if (doc != null) {
        with.put("description", doc.value());
      }
    }
  }

  private static void environments(ObjectNode node) {
    node.put("type", "object").put("additionalProperties", false);
    var properties = node.putObject("properties");
    text(
        properties,
        "branch",
        "The branch whose head is deployed; the files as they lie there otherwise.");
    properties
        .putObject("approvals")
        .put("type", "integer")
        .put("minimum", 0)
        .put("maximum", 100)
        .put("description", "How many people must approve a plan.");
    texts(properties.putObject("regions")).put("description", "Where it is, all at once.");
    var waves = properties.putObject("waves");
    waves.put("type", "array").put("description", "Where it is, one group after the other.");
    texts(waves.putObject("items"));
    var either = node.putArray("oneOf");
    either.addObject().putArray("required").add("regions");
    either.addObject().putArray("required").add("waves");
  }

  private static ObjectNode texts(ObjectNode node) {
    node.put("type", "array").putObject("items").put("type", "string");
    return node;
  }

  private static void fields(ObjectNode node, Setting.Fields fields) {
    node.put("type", "object").put("additionalProperties", false);
    var required = node.putArray("required");
    var properties = node.putObject("properties");
    for (var field : fields.fields()) {
      var property = properties.putObject(field.name());
      setting(property, field.setting());
      var region =
          field.region().map(key -> " What is left out is taken from the region's `" + key + "`.");
      if (!field.doc().isEmpty()) {
        property.put("description", field.doc() + region.orElse(""));
      }
      if (!field.optional()) {
        required.add(field.name());
      }
    }
  }

  private static void setting(ObjectNode node, Setting setting) {
    switch (setting) {
      case Setting.Fields fields -> fields(node, fields);
      case Setting.Text text -> node.putArray("type").add("string").add("number").add("boolean");
      case Setting.Hidden hidden ->
          node.put("type", "string").put("pattern", "\\$\\{secret:[A-Za-z_][A-Za-z0-9_]*");
      case Setting.Bool bool -> orExpression(node).put("type", "boolean");
      case Setting.Whole whole -> orExpression(node).put("type", "integer");
      case Setting.Word word -> {
        var words = orExpression(node).putArray("enum");
        word.words().forEach(words::add);
      }
      case Setting.ListOf(var item) -> {
        var list = orExpression(node).put("type", "array");
        setting(list.putObject("items"), item);
      }
      case Setting.MapOf(var value) -> {
        node.put("type", "object");
        setting(node.putObject("additionalProperties"), value);
      }
      case Setting.Any any -> {}
    }
  }

  /// The setting itself, or a text with an expression.
  private static ObjectNode orExpression(ObjectNode node) {
    var either = node.putArray("anyOf");
    var literal = either.addObject();
    either.addObject().put("type", "string").put("pattern", EXPRESSION);
    return literal;
  }
}
