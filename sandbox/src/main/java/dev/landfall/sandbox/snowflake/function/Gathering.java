package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.AggregateDefinition.Clause.DISTINCT;
import static dev.landfall.sandbox.snowflake.function.AggregateDefinition.Clause.WITHIN_GROUP;
import static dev.landfall.sandbox.snowflake.function.AggregateDefinition.aggregate;
import static dev.landfall.sandbox.snowflake.function.AggregateSql.over;

import dev.landfall.sandbox.snowflake.function.AggregateDefinition.Window;
import dev.landfall.sandbox.snowflake.function.Kernel.Kind;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Aggregates that put the values of a group together (Snowflake, "LISTAGG", "ARRAY_AGG",
/// "OBJECT_AGG").
final class Gathering {
  /// Pairs of a key and a value, one after the other, in an array.
  private static final Kernel OBJECT =
      Kernel.of("sf_object_agg", Kind.TEXT, a -> object(items(a.text(0))), Kind.TEXT);

  private static final Kernel UNION =
      Kernel.of("sf_array_union_agg", Kind.TEXT, a -> union(items(a.text(0))), Kind.TEXT);

  static final List<Kernel> KERNELS = List.of(OBJECT, UNION);

  static final List<AggregateDefinition> ALL =
      List.of(
          aggregate("LISTAGG", 1, 2, Window.PARTITION, Gathering::listagg, DISTINCT, WITHIN_GROUP),
          aggregate(
              "ARRAY_AGG ARRAYAGG", 1, 1, Window.FRAME, Gathering::array, DISTINCT, WITHIN_GROUP),
          aggregate("ARRAY_UNIQUE_AGG", 1, 1, Window.NONE, Gathering::unique),
          aggregate("ARRAY_UNION_AGG", 1, 1, Window.NONE, (call, ambient) -> union(call)),
          aggregate("OBJECT_AGG OBJECTAGG", 2, 2, Window.PARTITION, Gathering::object));

  private Gathering() {}

  private static Typed listagg(AggregateCall call, Ambient ambient) throws SnowflakeException {
    var value = call.arguments().getFirst();
    var between = call.arguments().size() == 2 ? call.arguments().get(1).constant() : null;
    if (call.arguments().size() == 2 && (between == null || between.isEmpty())) {
      throw Errors.notSupported("LISTAGG with a delimiter that is no literal");
    }
    var separator = Sql.quote(between == null ? "" : between.get());
    var joined = joined(value, v -> Casts.coerce(v, Text.MAX, ambient).sql(), separator, call);
    return Typed.of("coalesce(" + joined + ", '')", Text.MAX, false);
  }

  private static Typed array(AggregateCall call, Ambient ambient) throws SnowflakeException {
    var value = call.arguments().getFirst();
    var joined = joined(value, v -> json(v, ambient), "','", call);
    return Typed.of("('[' || coalesce(" + joined + ", '') || ']')", Types.ARRAY, false);
  }

  private interface Writing {
    String sql(Typed value) throws SnowflakeException;
  }

  private static String joined(Typed value, Writing writing, String separator, AggregateCall call)
      throws SnowflakeException {
    if (call.distinct()) {
      return distinct(value, writing, separator, call);
    }
    var order = call.within().isEmpty() ? "" : " " + AggregateSql.order(call.within());
    return "string_agg(" + writing.sql(value) + ", " + separator + order + ")" + over(call);
  }

  /// Distinct values can be ordered by themselves alone.
  private static String distinct(Typed value, Writing writing, String separator, AggregateCall call)
      throws SnowflakeException {
    if (AggregateFunctions.ambiguous(value.type())) {
      throw Errors.notSupported("DISTINCT of a " + value.type().sql() + " in a list");
    }
    var order = "";
    if (!call.within().isEmpty()) {
      var key = call.within().getFirst();
      if (call.within().size() > 1 || !key.key().sql().equals(value.sql())) {
        throw Errors.compilation(
            "000979", "42601", "WITHIN GROUP of a DISTINCT is not a valid order by expression");
      }
      if (Types.semistructured(value.type())) {
        throw Errors.notSupported("DISTINCT and WITHIN GROUP of a " + value.type().sql());
      }
      order = " ORDER BY " + value.sql() + (key.descending() ? " DESC" : "");
    }
    var element = writing.sql(Typed.of("e", value.type(), false));
    return "array_to_string(list_transform("
        + AggregateSql.list(value.sql(), order, call)
        + ", lambda e: "
        + element
        + "), "
        + separator
        + ")";
  }

  private static String json(Typed value, Ambient ambient) throws SnowflakeException {
    return Casts.cast(value, Types.VARIANT, ambient).sql();
  }

  private static Typed unique(AggregateCall call, Ambient ambient) throws SnowflakeException {
    var value = call.arguments().getFirst();
    if (AggregateFunctions.ambiguous(value.type())) {
      throw Errors.notSupported("ARRAY_UNIQUE_AGG of a " + value.type().sql());
    }
    var json = json(value, ambient);
    return Typed.of(
        "('[' || coalesce(string_agg(DISTINCT " + json + ", ','), '') || ']')", Types.ARRAY, false);
  }

  private static Typed union(AggregateCall call) throws SnowflakeException {
    var value = call.arguments().getFirst();
    if (!(value.type() instanceof DataType.Array)) {
      throw Types.wrongArguments("ARRAY_UNION_AGG", call.arguments());
    }
    var arrays = "('[' || coalesce(string_agg(" + value.sql() + ", ','), '') || ']')";
    return Typed.of(UNION.call(arrays), Types.ARRAY, false);
  }

  private static Typed object(AggregateCall call, Ambient ambient) throws SnowflakeException {
    var key = call.arguments().getFirst();
    if (!(key.type() instanceof Text) && !key.isNull()) {
      throw Types.wrongArguments("OBJECT_AGG", call.arguments());
    }
    var pair =
        json(Casts.coerce(key, Text.MAX, ambient), ambient)
            + " || ',' || "
            + json(call.arguments().get(1), ambient);
    var pairs = "('[' || coalesce(string_agg(" + pair + ", ',')" + over(call) + ", '') || ']')";
    return Typed.of(OBJECT.call(pairs), Types.OBJECT, false);
  }

  private static List<Json> items(String array) {
    return JsonReader.canonical(array) instanceof Json.Items(var items) ? items : List.of();
  }

  private static String object(List<Json> pairs) throws SnowflakeException {
    var members = new TreeMap<String, Json>();
    for (int i = 0; i < pairs.size(); i += 2) {
      var key = ((Json.Text) pairs.get(i)).value();
      if (members.put(key, pairs.get(i + 1)) != null) {
        throw ObjectFunctions.duplicate(key);
      }
    }
    return new Json.Members(members).canonical();
  }

  /// A value stands as often as in the array that has it most often.
  private static String union(List<Json> arrays) {
    Map<String, Integer> most = new LinkedHashMap<>();
    for (var array : arrays) {
      if (array instanceof Json.Items(var items)) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        items.forEach(item -> counts.merge(item.canonical(), 1, Integer::sum));
        counts.forEach((value, count) -> most.merge(value, count, Math::max));
      }
    }
    List<String> all = new ArrayList<>();
    most.forEach((value, count) -> {
      all.addAll(Collections.nCopies(count, value));
    });
    return "[" + String.join(",", all) + "]";
  }
}
