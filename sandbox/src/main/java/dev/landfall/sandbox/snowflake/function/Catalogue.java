package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.function.Functions.Kind;
import dev.landfall.sandbox.snowflake.function.Functions.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where all families of functions come together.
final class Catalogue {
  private static final List<List<Definition>> SCALARS =
      List.of(
          ArrayFunctions.ALL,
          Conditionals.ALL,
          ContextFunctions.ALL,
          ConversionFunctions.ALL,
          DateFunctions.ALL,
          DateParts.ALL,
          EncodingFunctions.ALL,
          Generators.ALL,
          NumberFunctions.ALL,
          ObjectFunctions.ALL,
          RegexFunctions.ALL,
          StringFunctions.ALL,
          TemporalConversions.ALL,
          UnsupportedFunctions.ALL,
          VariantFunctions.ALL);

  private static final List<List<AggregateDefinition>> AGGREGATES =
      List.of(
          AggregateFunctions.ALL,
          Gathering.ALL,
          LogicAggregates.ALL,
          Percentiles.ALL,
          Statistics.ALL,
          WindowFunctions.ALL);

  private static final Map<String, Definition> BY_NAME = index();
  private static final Map<String, AggregateDefinition> AGGREGATE_BY_NAME = aggregates();

  private Catalogue() {}

  private static Map<String, Definition> index() {
    var index = new HashMap<String, Definition>();
    for (var family : SCALARS) {
      for (var definition : family) {
        for (var name : definition.names()) {
          if (index.put(name, definition) != null) {
            throw new IllegalStateException("two functions are called " + name);
          }
        }
      }
    }
    return Map.copyOf(index);
  }

  private static Map<String, AggregateDefinition> aggregates() {
    var index = new HashMap<String, AggregateDefinition>();
    for (var family : AGGREGATES) {
      for (var definition : family) {
        for (var name : definition.names()) {
          if (index.put(name, definition) != null || BY_NAME.containsKey(name)) {
            throw new IllegalStateException("two functions are called " + name);
          }
        }
      }
    }
    return Map.copyOf(index);
  }

  static List<Kernel> kernels() {
    var kernels = new ArrayList<Kernel>();
    List.of(
            Arithmetic.KERNELS,
            ArrayKernels.KERNELS,
            Assignments.KERNELS,
            Comparisons.KERNELS,
            Conditionals.KERNELS,
            ConversionFunctions.KERNELS,
            DateAdd.KERNELS,
            Flattening.KERNELS,
            Gathering.KERNELS,
            HigherOrder.KERNELS,
            Refusal.KERNELS,
            DateKernels.KERNELS,
            Encodings.KERNELS,
            Generators.KERNELS,
            NumberKernels.KERNELS,
            ObjectFunctions.KERNELS,
            Percentiles.KERNELS,
            Regex.KERNELS,
            Statistics.KERNELS,
            StringKernels.KERNELS,
            TextCasts.KERNELS,
            Temporals.KERNELS,
            VariantCasts.KERNELS,
            VariantFunctions.KERNELS)
        .forEach(kernels::addAll);
    return kernels;
  }

  static Optional<ScalarFunction> scalar(String name) {
    return Optional.ofNullable(BY_NAME.get(name)).map(definition -> definition.function(name));
  }

  static boolean isRefused(String name) {
    var definition = BY_NAME.get(name);
    return definition != null && !definition.refused().isEmpty();
  }

  static Optional<AggregateFunction> aggregate(String name) {
    return Optional.ofNullable(AGGREGATE_BY_NAME.get(name))
        .filter(definition -> !definition.needsOver())
        .map(definition -> definition.function(name));
  }

  static Optional<AggregateFunction> window(String name) {
    return Optional.ofNullable(AGGREGATE_BY_NAME.get(name))
        .map(definition -> definition.function(name));
  }

  static List<Status> names() {
    var names = new ArrayList<Status>();
    BY_NAME.forEach((name, definition) ->
        names.add(
            new Status(
                name,
                Kind.SCALAR,
                definition.refused().isEmpty(),
                definition.refused() + definition.note())));
    AGGREGATE_BY_NAME.forEach((name, definition) ->
        names.add(
            new Status(
                name,
                definition.needsOver() ? Kind.WINDOW : Kind.AGGREGATE,
                definition.refused().isEmpty(),
                definition.refused() + definition.note())));
    names.sort(Comparator.comparing(Status::name).thenComparing(Status::kind));
    return names;
  }
}
