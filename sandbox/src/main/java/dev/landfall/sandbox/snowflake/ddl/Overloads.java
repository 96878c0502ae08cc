package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Parameter;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Relations;
import dev.landfall.sandbox.snowflake.query.SqlFunction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Which of several functions or procedures of one name a call means (Snowflake, "Overloading
/// procedures and functions").
final class Overloads {
  private Overloads() {}

  static SqlFunction function(
      CatalogueRelations relations, QualifiedName name, List<Relations.Argument> arguments)
      throws SnowflakeException {
    var passed = arguments.stream().map(a -> new Passed(a.name(), a.value().type())).toList();
    var object = find(relations, Kind.FUNCTION, name, passed);
    relations.access().require(object, "USAGE");
    var function = object.body(Body.Callable.class);
    return new SqlFunction(
        object.name(),
        CatalogueRelations.parameters(function.arguments()),
        function.returns(),
        function.table().map(CatalogueRelations::parameters),
        function.strict(),
        function.language(),
        function.body().orElse(""),
        relations.scope(object));
  }

  /// An argument of a call.
  ///
  /// @param name of `name => value`
  record Passed(Optional<Name> name, DataType type) {
    private String sql() {
      return name.map(n -> n.value() + " => ").orElse("") + type.sql();
    }
  }

  /// @throws SnowflakeException 002140 when there is none of this name, 001044 when none takes
  ///   these arguments
  static Entity find(
      CatalogueRelations relations, Kind kind, QualifiedName name, List<Passed> arguments)
      throws SnowflakeException {
    boolean known = false;
    for (var schema : relations.schemas(name)) {
      var candidates =
          relations
              .access()
              .directory()
              .all()
              .filter(e ->
                  e.parent() == schema.id()
                      && e.kind() == kind
                      && e.name().equals(name.last())
                      && e.dropped().isEmpty()
                      && relations.access().sees(e))
              .toList();
      known |= !candidates.isEmpty();
      var best = best(candidates, arguments);
      if (best.isPresent()) {
        return best.get();
      }
    }
    throw known ? misfit(name, arguments) : unknown(kind, name);
  }

  static SnowflakeException unknown(Kind kind, QualifiedName name) {
    return Errors.compilation(
        "002140",
        "42601",
        "Unknown "
            + (kind == Kind.FUNCTION ? "function " : "user-defined function ")
            + name.sql()
            + ".");
  }

  static SnowflakeException misfit(QualifiedName name, List<Passed> arguments) {
    return Errors.compilation(
        "001044",
        "42P13",
        "Invalid argument types for function '"
            + name.sql()
            + "': "
            + arguments.stream().map(Passed::sql).collect(Collectors.joining(", ", "(", ")")));
  }

  static boolean fits(Body.Callable callable, List<Passed> arguments) {
    return cost(callable, arguments).isPresent();
  }

  static boolean converts(DataType from, DataType to) {
    return cost(from, to) >= 0;
  }

  private static Optional<Entity> best(List<Entity> candidates, List<Passed> arguments) {
    record Fit(Entity object, int cost) {}
    return candidates.stream()
        .flatMap(object -> {
          var cost = cost(object.body(Body.Callable.class), arguments);
          return cost.isEmpty()
              ? java.util.stream.Stream.<Fit>empty()
              : java.util.stream.Stream.of(new Fit(object, cost.getAsInt()));
        })
        .min(
            Comparator.comparingInt(Fit::cost)
                .thenComparingInt(fit -> fit.object().temporary() ? 0 : 1)
                .thenComparing(fit -> fit.object().key()))
        .map(Fit::object);
  }

  private static OptionalInt cost(Body.Callable callable, List<Passed> arguments) {
    var parameters = callable.arguments();
    var order = order(parameters, arguments);
    if (order.isEmpty()) {
      return OptionalInt.empty();
    }
    int sum = 0;
    for (int i = 0; i < parameters.size(); i++) {
      int given = order.get().get(i);
      if (given >= 0) {
        int cost = cost(arguments.get(given).type(), parameters.get(i).type());
        if (cost < 0) {
          return OptionalInt.empty();
        }
        sum += cost;
      } else if (parameters.get(i).fallback().isEmpty()) {
        return OptionalInt.empty();
      }
    }
    return OptionalInt.of(sum);
  }

  /// Which argument each parameter gets, -1 for one that gets none: all are passed by position or
  /// all by name (Snowflake, "CALL").
  ///
  /// @return empty when the arguments do not fit the parameters
  static Optional<List<Integer>> order(List<Parameter> parameters, List<Passed> arguments) {
    var order = new ArrayList<>(Collections.nCopies(parameters.size(), -1));
    boolean named = arguments.stream().anyMatch(a -> a.name().isPresent());
    for (int i = 0; i < arguments.size(); i++) {
      int at = named ? indexOf(parameters, arguments.get(i).name()) : i;
      if (at < 0 || at >= order.size() || order.get(at) >= 0) {
        return Optional.empty();
      }
      order.set(at, i);
    }
    return Optional.of(order);
  }

  private static int indexOf(List<Parameter> parameters, Optional<Name> name) {
    for (int i = 0; i < parameters.size(); i++) {
      if (name.equals(Optional.of(parameters.get(i).name()))) {
        return i;
      }
    }
    return -1;
  }

  /// What it costs to pass a value of one type where another is wanted; negative when it cannot be.
  private static int cost(DataType from, DataType to) {
    var source = Body.Callable.baseName(from);
    var target = Body.Callable.baseName(to);
    if (source.equals(target)) {
      return 0;
    }
    if (from instanceof DataType.Null) {
      return 1;
    }
    return switch (from) {
      case DataType.Fixed fixed ->
          switch (to) {
            case DataType.Float64() -> 1;
            case DataType.Text text -> 3;
            case DataType.Bool() -> 4;
            case DataType.Variant() -> 5;
            default -> -1;
          };
      case DataType.Float64() ->
          switch (to) {
            case DataType.Fixed fixed -> 2;
            case DataType.Text text -> 3;
            case DataType.Bool() -> 4;
            case DataType.Variant() -> 5;
            default -> -1;
          };
      case DataType.Text text ->
          switch (to) {
            case DataType.Binary binary -> -1;
            case DataType.Obj obj -> -1;
            case DataType.Array array -> -1;
            case DataType.Variant() -> 5;
            default -> 4;
          };
      case DataType.Bool() ->
          switch (to) {
            case DataType.Text text -> 3;
            case DataType.Fixed fixed -> 4;
            case DataType.Variant() -> 5;
            default -> -1;
          };
      case DataType.Date() ->
          switch (to) {
            case DataType.Timestamp timestamp -> 1;
            case DataType.Text text -> 3;
            case DataType.Variant() -> 5;
            default -> -1;
          };
      case DataType.Timestamp timestamp ->
          switch (to) {
            case DataType.Timestamp other -> 1;
            case DataType.Date() -> 2;
            case DataType.Time time -> 2;
            case DataType.Text text -> 3;
            case DataType.Variant() -> 5;
            default -> -1;
          };
      case DataType.Time time ->
          switch (to) {
            case DataType.Text text -> 3;
            case DataType.Variant() -> 5;
            default -> -1;
          };
      case DataType.Variant() -> 3;
      case DataType.Obj() -> to instanceof DataType.Variant ? 1 : -1;
      case DataType.Array() -> to instanceof DataType.Variant ? 1 : -1;
      case DataType.Binary binary -> -1;
      case DataType.Null() -> 1;
    };
  }
}
