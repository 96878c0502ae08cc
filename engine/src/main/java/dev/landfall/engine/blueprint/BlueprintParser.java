package dev.landfall.engine.blueprint;

import dev.landfall.spi.Problem;
import dev.landfall.spi.Provider;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Turns the text of `landfall.yaml` into a [Blueprint], or into everything that is wrong with it.
/// Does no input or output.
public final class BlueprintParser {
  /// The largest blueprint that is read, in bytes.
  public static final int MAX_BYTES = 1 << 20;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final Set<String> RESERVED = Set.of("target", "region", "secret");

  private final Shape shape;
  private final List<Problem> problems;
  private final Map<String, Provider<?>> providers;

  private BlueprintParser(List<Problem> problems, Collection<? extends Provider<?>> providers) {
    this.problems = problems;
    this.shape = new Shape(problems);
    this.providers = new TreeMap<>();
    providers.forEach(provider -> this.providers.put(provider.kind(), provider));
  }

  /// What came of it.
  ///
  /// @param blueprint present exactly when no problem is an error
  /// @param problems sorted by place
  public record Parsed(Optional<Blueprint> blueprint, List<Problem> problems) {}

  /// The problem of a file that is too large to be read.
  ///
  /// @param bytes its size
  public static Problem tooLarge(String file, long bytes) {
    return Problem.error(
        Problem.Location.of(file),
        "file too large",
        "It has "
            + bytes
            + " bytes; a blueprint may have "
            + MAX_BYTES
            + ". Data belongs into the components' files.");
  }

  /// Parses a blueprint.
  ///
  /// @param file as messages name it
  /// @param providers of the kinds that may be used
  public static Parsed parse(
      String file, String text, Collection<? extends Provider<?>> providers) {
    var problems = new ArrayList<Problem>();
    var read = YamlReader.read(file, text, problems);
    var parser = new BlueprintParser(problems, providers);
    var blueprint = read.flatMap(parser::blueprint);
    var failed = problems.stream().anyMatch(Problem::isError);
    return new Parsed(
        failed ? Optional.empty() : blueprint, problems.stream().distinct().sorted().toList());
  }

  private Optional<Blueprint> blueprint(Node root) {
    var mapping =
        shape.mapping(
            root,
            "the blueprint",
            Set.of("platform", "repositories", "components", "environments", "regions"));
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    var top = mapping.get();
    var platform = shape.requiredName(top, "platform", "the blueprint").orElse("");
    var regions = regions(top);
    var repositories = repositories(top);
    var environments = environments(top, regions);
    var components = components(top, repositories);
    var references = new References(problems, providers, components, used(environments, regions));
    components.values().forEach(references::check);
    var resolved = new LinkedHashMap<String, Blueprint.Component>();
    components.forEach((name, component) -> resolved.put(name, references.withNeeds(component)));
    references.refuseCycles(resolved);
    return Optional.of(new Blueprint(platform, repositories, resolved, environments, regions));
  }

  /// The regions some environment uses; all of them when none is used.
  private static Map<String, Blueprint.Region> used(
      Map<String, Blueprint.Environment> environments, Map<String, Blueprint.Region> regions) {
    var names = new LinkedHashSet<String>();
    environments.values().forEach(environment -> names.addAll(environment.regions()));
    var used = new LinkedHashMap<String, Blueprint.Region>();
    regions.forEach((name, region) -> {
      if (names.contains(name)) {
        used.put(name, region);
      }
    });
    return used;
  }

  private Map<String, Blueprint.Repository> repositories(Node.Mapping top) {
    var repositories = new LinkedHashMap<String, Blueprint.Repository>();
    for (var entry : shape.children(top, "repositories").entrySet()) {
      var name = entry.getKey();
      shape.checkName(name, shape.where(top, "repositories", name), "repository");
      var mapping =
          shape.mapping(
              entry.getValue(),
              "repository \"" + name + "\"",
              Set.of("path", "url", "branch", "commit"));
      if (mapping.isEmpty()) {
        continue;
      }
      var fields = mapping.get();
      var path = shape.text(fields, "path");
      var url = shape.text(fields, "url");
      if (path.isPresent() == url.isPresent()) {
        problems.add(
            Problem.error(
                fields.where(),
                path.isPresent() ? "both path and url" : "no path and no url",
                "Repository \""
                    + name
                    + "\" lies either at a path or behind a URL. Give one of them."));
      }
      var commit = shape.text(fields, "commit");
      commit
          .filter(id -> !COMMIT.matcher(id).matches())
          .ifPresent(id ->
              problems.add(
                  Problem.error(
                      shape.place(fields, "commit"),
                      "not a commit id",
                      "\""
                          + id
                          + "\" is not the 40 digits of a commit. Shorter ids can become"
                          + " ambiguous; write all of them.")));
      url.filter(text -> text.matches("[a-z]+://[^/@]*:[^/@]*@.*"))
          .ifPresent(text ->
              problems.add(
                  Problem.error(
                      shape.place(fields, "url"),
                      "secret in plain text",
                      "The URL holds a password. Let Git's own configuration give it, and take it"
                          + " out of the file.")));
      repositories.put(
          name,
          new Blueprint.Repository(
              name,
              path.or(() -> url).orElse(""),
              shape.text(fields, "branch"),
              commit,
              entry.getValue().where()));
    }
    return repositories;
  }

  private Map<String, Blueprint.Component> components(
      Node.Mapping top, Map<String, Blueprint.Repository> repositories) {
    var components = new LinkedHashMap<String, Blueprint.Component>();
    var children = shape.children(top, "components");
    if (children.isEmpty()) {
      problems.add(
          Problem.error(
              shape.placeOr(top, "components"),
              "no components",
              "A blueprint names at least one component under `components`."));
    }
    for (var entry : children.entrySet()) {
      var name = entry.getKey();
      var where = shape.where(top, "components", name);
      shape.checkName(name, where, "component");
      if (RESERVED.contains(name)) {
        problems.add(
            Problem.error(
                where,
                "reserved name \"" + name + "\"",
                "In expressions \""
                    + name
                    + "\" has a meaning of its own. Give the component another"
                    + " name."));
      }
      var mapping =
          shape.mapping(
              entry.getValue(),
              "component \"" + name + "\"",
              Set.of("uses", "from", "with", "needs"));
      mapping.ifPresent(
          fields -> components.put(name, component(name, fields, where, repositories, children)));
    }
    return components;
  }

  private Blueprint.Component component(
      String name,
      Node.Mapping fields,
      Problem.Location where,
      Map<String, Blueprint.Repository> repositories,
      Map<String, Node> siblings) {
    var uses = shape.required(fields, "uses", "component \"" + name + "\"").orElse("");
    var provider = providers.get(uses);
    if (provider == null && !uses.isEmpty()) {
      problems.add(
          Problem.error(
              shape.place(fields, "uses"),
              "unknown provider \"" + uses + "\"",
              "Nothing here rolls out that kind of component."
                  + Suggestion.sentence(uses, providers.keySet())));
    }
    var from = shape.text(fields, "from");
    from.filter(repository -> !repositories.containsKey(repository))
        .ifPresent(repository ->
            problems.add(
                Problem.error(
                    shape.place(fields, "from"),
                    "unknown repository \"" + repository + "\"",
                    "Name it under `repositories`, or leave `from` out for the blueprint's own folder."
                        + Suggestion.sentence(repository, repositories.keySet()))));
    var needs = new ArrayList<String>();
    for (var need : shape.texts(fields, "needs")) {
      if (!siblings.containsKey(need.text())) {
        problems.add(
            Problem.error(
                need.where(),
                "unknown component \"" + need.text() + "\"",
                "A component needs others of this blueprint."
                    + Suggestion.sentence(need.text(), siblings.keySet())));
      } else {
        needs.add(need.text());
      }
    }
    var with = with(fields, where);
    if (provider != null) {
      new SettingsCheck(problems, uses).check(provider.settings(), with, "with");
    }
    return new Blueprint.Component(name, uses, from, with, needs, where);
  }

  private Node.Mapping with(Node.Mapping fields, Problem.Location where) {
    var node = fields.entries().get("with");
    if (node instanceof Node.Mapping mapping) {
      return mapping;
    }
    if (node != null) {
      problems.add(
          Problem.error(
              node.where(), "not a mapping", "`with` holds settings by name: `key: value`."));
    }
    return new Node.Mapping(Map.of(), Map.of(), where);
  }

  private Map<String, Blueprint.Environment> environments(
      Node.Mapping top, Map<String, Blueprint.Region> regions) {
    var environments = new LinkedHashMap<String, Blueprint.Environment>();
    for (var entry : shape.children(top, "environments").entrySet()) {
      var name = entry.getKey();
      var where = shape.where(top, "environments", name);
      shape.checkName(name, where, "environment");
      var mapping =
          shape.mapping(
              entry.getValue(),
              "environment \"" + name + "\"",
              Set.of("branch", "approvals", "regions", "waves"));
      mapping.ifPresent(fields ->
          environments.put(
              name,
              new Blueprint.Environment(
                  name,
                  shape.text(fields, "branch"),
                  approvals(fields),
                  waves(name, fields, regions),
                  where)));
    }
    if (environments.isEmpty()) {
      problems.add(
          Problem.error(
              shape.placeOr(top, "environments"),
              "no environments",
              "A blueprint names at least one environment, such as `dev: {regions: [sydney]}`."));
    }
    return environments;
  }

  private int approvals(Node.Mapping fields) {
    var node = fields.entries().get("approvals");
    if (node == null) {
      return 0;
    }
    if (node instanceof Node.Scalar(Long number, var where) && number >= 0 && number <= 100) {
      return number.intValue();
    }
    problems.add(
        Problem.error(
            node.where(),
            "not a number of approvals",
            "`approvals` is a whole number from 0 to 100."));
    return 0;
  }

  private List<List<String>> waves(
      String environment, Node.Mapping fields, Map<String, Blueprint.Region> regions) {
    var flat = fields.entries().get("regions");
    var nested = fields.entries().get("waves");
    if ((flat == null) == (nested == null)) {
      problems.add(
          Problem.error(
              fields.where(),
              flat == null ? "no regions" : "both regions and waves",
              "Environment \""
                  + environment
                  + "\" says where it is with `regions: [a, b]`, or, one group after the other, with"
                  + " `waves: [[a], [b, c]]`."));
    }
    var waves = new ArrayList<List<String>>();
    var seen = new LinkedHashSet<String>();
    if (flat != null) {
      waves.add(wave(flat, seen, regions));
    }
    if (nested instanceof Node.Sequence sequence) {
      sequence.items().forEach(item -> waves.add(wave(item, seen, regions)));
    } else if (nested != null) {
      problems.add(
          Problem.error(
              nested.where(), "not a list", "`waves` is a list of lists: `[[sydney], [london]]`."));
    }
    waves.removeIf(List::isEmpty);
    return waves;
  }

  private List<String> wave(Node node, Set<String> seen, Map<String, Blueprint.Region> regions) {
    var wave = new ArrayList<String>();
    for (var region : shape.texts(node)) {
      if (!regions.containsKey(region.text())) {
        problems.add(
            Problem.error(
                region.where(),
                "unknown region \"" + region.text() + "\"",
                "An environment is in regions named under `regions`."
                    + Suggestion.sentence(region.text(), regions.keySet())));
      } else if (!seen.add(region.text())) {
        problems.add(
            Problem.error(
                region.where(),
                "region \"" + region.text() + "\" twice",
                "A region has its turn once in an environment. Take one of them out."));
      } else {
        wave.add(region.text());
      }
    }
    return wave;
  }

  private Map<String, Blueprint.Region> regions(Node.Mapping top) {
    var regions = new LinkedHashMap<String, Blueprint.Region>();
    for (var entry : shape.children(top, "regions").entrySet()) {
      var name = entry.getKey();
      var where = shape.where(top, "regions", name);
      shape.checkName(name, where, "region");
      if (entry.getValue() instanceof Node.Mapping mapping) {
        new PlainSecrets(problems).check(mapping);
        regions.put(name, new Blueprint.Region(name, values(mapping), where));
      } else {
        problems.add(
            Problem.error(
                entry.getValue().where(),
                "not a mapping",
                "Region \"" + name + "\" holds values by name, such as `{currency: AUD}`."));
      }
    }
    return regions;
  }

  private Map<String, Object> values(Node.Mapping mapping) {
    var values = new LinkedHashMap<String, Object>();
    mapping.entries().forEach((key, node) -> values.put(key, value(node)));
    return values;
  }

  private Object value(Node node) {
    return switch (node) {
      case Node.Mapping mapping -> values(mapping);
      case Node.Sequence sequence -> sequence.items().stream().map(this::value).toList();
      case Node.Scalar(Node.Null ignored, var where) -> "";
      case Node.Scalar(String text, var where) -> {
        if (Template.isTemplate(text)) {
          problems.add(
              Problem.error(
                  where,
                  "expression in a region's value",
                  "Regions hold plain values; expressions are for the settings of components."));
        }
        yield text;
      }
      case Node.Scalar(BigDecimal number, var where) -> number;
      case Node.Scalar scalar -> scalar.value();
    };
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }
}
