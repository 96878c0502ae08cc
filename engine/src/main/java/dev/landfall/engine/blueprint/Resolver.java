package dev.landfall.engine.blueprint;

import dev.landfall.engine.blueprint.Template.Reference;
import dev.landfall.engine.secret.SecretSource;
import dev.landfall.spi.Outputs;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Provider;
import dev.landfall.spi.Target;
import dev.landfall.spi.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Resolves the expressions in a component's settings for one target.
///
/// An expression that is a whole value keeps the type of what it reads; inside a text it is written
/// out. What another component has not put out yet is unknown, and so is every text it is part of.
public final class Resolver {
  private final Blueprint.Region region;
  private final Target target;
  private final SecretSource secrets;
  private final Map<String, Outputs> produced;
  private final List<Problem> problems = new ArrayList<>();

  private Resolver(
      Blueprint.Region region, Target target, SecretSource secrets, Map<String, Outputs> produced) {
    this.region = region;
    this.target = target;
    this.secrets = secrets;
    this.produced = produced;
  }

  /// Resolves a component's settings.
  ///
  /// @param secrets where secrets are looked up
  /// @param produced what other components have put out
  /// @param provider of the component's kind
  public static <S extends Record> Resolution<S> resolve(
      Blueprint blueprint,
      Blueprint.Component component,
      Target target,
      SecretSource secrets,
      Map<String, Outputs> produced,
      Provider<S> provider) {
    return resolve(
        blueprint, component.with(), "with", target, secrets, produced, provider.settings());
  }

  /// Resolves settings.
  ///
  /// @param path of the mapping, for messages
  static <S extends Record> Resolution<S> resolve(
      Blueprint blueprint,
      Node.Mapping mapping,
      String path,
      Target target,
      SecretSource secrets,
      Map<String, Outputs> produced,
      Class<S> type) {
    var region =
        Optional.ofNullable(blueprint.regions().get(target.region()))
            .orElseThrow(() -> new IllegalArgumentException("no region " + target.region()));
    var resolver = new Resolver(region, target, secrets, produced);
    var binder = new SettingsBinder(resolver);
    var with = RegionDefaults.complete(Setting.of(type), mapping, region.values());
    var settings = binder.bind(type, with, path);
    if (!resolver.problems.isEmpty()) {
      return new Resolution.Wrong<>(resolver.problems.stream().distinct().sorted().toList());
    }
    if (settings.isEmpty()) {
      return new Resolution.Waiting<>(binder.unknown());
    }
    return new Resolution.Bound<>(settings.get(), binder.unknown());
  }

  void problem(Problem.Location where, String summary, String detail) {
    problems.add(Problem.error(where, summary, detail + " (target " + target + ")"));
  }

  /// The value of any piece of YAML; nothing when a problem was found.
  Optional<Value> value(Node node) {
    return switch (node) {
      case Node.Scalar(Node.Null nothing, var where) -> Optional.of(new Value.Known("", false));
      case Node.Scalar(String text, var where) -> text(text, where);
      case Node.Scalar scalar -> Optional.of(new Value.Known(scalar.value(), false));
      case Node.Sequence sequence -> sequence(sequence);
      case Node.Mapping mapping -> mapping(mapping);
    };
  }

  private Optional<Value> sequence(Node.Sequence sequence) {
    var items = new ArrayList<Object>();
    var secret = false;
    for (var item : sequence.items()) {
      switch (value(item).orElse(null)) {
        case Value.Known known -> {
          items.add(known.json());
          secret |= known.secret();
        }
        case Value.Unknown unknown -> {
          return Optional.of(unknown);
        }
        case null -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new Value.Known(List.copyOf(items), secret));
  }

  private Optional<Value> mapping(Node.Mapping mapping) {
    var values = new LinkedHashMap<String, Object>();
    var secret = false;
    for (var entry : mapping.entries().entrySet()) {
      switch (value(entry.getValue()).orElse(null)) {
        case Value.Known known -> {
          values.put(entry.getKey(), known.json());
          secret |= known.secret();
        }
        case Value.Unknown unknown -> {
          return Optional.of(unknown);
        }
        case null -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new Value.Known(values, secret));
  }

  private Optional<Value> text(String text, Problem.Location where) {
    if (!Template.isTemplate(text)) {
      return Optional.of(new Value.Known(text, false));
    }
    try {
      var template = Template.parse(text);
      var whole = template.whole();
      return whole.isPresent() ? expression(whole.get(), where) : written(template, where);
    } catch (Template.SyntaxException e) {
      problem(Expressions.inside(where, e.offset()), "bad expression", e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Value> written(Template template, Problem.Location where) {
    var result = new StringBuilder();
    var secret = false;
    for (var part : template.parts()) {
      switch (part) {
        case Template.Literal(var literal) -> result.append(literal);
        case Template.Expression expression -> {
          switch (expression(expression, where).orElse(null)) {
            case Value.Known known -> {
              result.append(write(known.json()));
              secret |= known.secret();
            }
            case Value.Unknown unknown -> {
              return Optional.of(unknown);
            }
            case null -> {
              return Optional.empty();
            }
          }
        }
      }
    }
    return Optional.of(new Value.Known(result.toString(), secret));
  }

  private Optional<Value> expression(Template.Expression expression, Problem.Location at) {
    var where = Expressions.inside(at, expression.offset());
    var read = read(expression, where);
    if (!(read.orElse(null) instanceof Value.Known known)) {
      return read;
    }
    var json = known.json();
    for (var filter : expression.filters()) {
      json = apply(filter, json);
    }
    return Optional.of(new Value.Known(json, known.secret()));
  }

  private Optional<Value> read(Template.Expression expression, Problem.Location where) {
    return switch (expression.reference()) {
      case Reference.OfTarget(var key) ->
          Optional.of(
              new Value.Known(
                  key.equals("region") ? target.region() : target.environment(), false));
      case Reference.OfRegion(var path) -> region(expression, path, where);
      case Reference.OfSecret(var name) -> secret(name, where);
      case Reference.OfComponent(var name, var output) -> output(name, output);
    };
  }

  private Optional<Value> region(
      Template.Expression expression, List<String> path, Problem.Location where) {
    var found = RegionValues.find(region, path);
    if (found.isPresent()) {
      return Optional.of(new Value.Known(found.get(), false));
    }
    var fallback =
        expression.filters().stream()
            .filter(filter -> filter.name().equals("default"))
            .map(filter -> filter.arguments().getFirst())
            .findFirst();
    if (fallback.isPresent()) {
      return Optional.of(new Value.Known(fallback.get(), false));
    }
    problem(
        where,
        "unknown value \"region." + String.join(".", path) + "\"",
        "Region \""
            + region.name()
            + "\" does not have it."
            + Suggestion.sentence(String.join(".", path), RegionValues.paths(region)));
    return Optional.empty();
  }

  private Optional<Value> secret(String name, Problem.Location where) {
    var found = secrets.find(name);
    if (found.isPresent() && found.get().reveal().length() < SecretSource.SHORTEST) {
      problem(
          where,
          "secret too short",
          "Secret "
              + name
              + " has fewer than "
              + SecretSource.SHORTEST
              + " characters: it cannot be kept out of texts without spoiling them. Choose a longer one.");
      return Optional.empty();
    }
    if (found.isPresent()) {
      return Optional.of(new Value.Known(found.get().reveal(), true));
    }
    problem(
        where,
        "missing secret \"" + name + "\"",
        "It was looked for in "
            + secrets.lookedIn()
            + ". Set the environment variable "
            + name
            + ", or keep it with `landfall secret set "
            + name
            + "`.");
    return Optional.empty();
  }

  /// What the last rollout did not put out is unknown as well: the component may name it since.
  private Optional<Value> output(String component, String output) {
    return Optional.of(
        Optional.ofNullable(produced.get(component))
            .map(outputs -> outputs.values().get(output))
            .<Value>map(value -> new Value.Known(value, false))
            .orElseGet(() -> new Value.Unknown(component, output)));
  }

  private static Object apply(Template.Filter filter, Object value) {
    return switch (filter.name()) {
      case "upper" -> write(value).toUpperCase(Locale.ROOT);
      case "lower" -> write(value).toLowerCase(Locale.ROOT);
      case "replace" -> write(value).replace(filter.arguments().get(0), filter.arguments().get(1));
      case "json" -> Json.write(value);
      default -> value;
    };
  }

  /// A value as part of a text.
  static String write(Object value) {
    return switch (value) {
      case String text -> text;
      case BigDecimal number -> number.toPlainString();
      case List<?> list -> Json.write(list);
      case Map<?, ?> map -> Json.write(map);
      default -> String.valueOf(value);
    };
  }
}
