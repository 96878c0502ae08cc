package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.Kernel.Kind.BOOL;
import static dev.landfall.sandbox.snowflake.function.Kernel.Kind.LONG;
import static dev.landfall.sandbox.snowflake.function.Kernel.Kind.TEXT;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What the functions of ARRAYs compute. SQL's NULL among the elements is undefined.
final class ArrayKernels {
  private static final int MOST = 1_000_000;

  static final Kernel CONSTRUCT =
      Kernel.variadic("sf_array_construct", TEXT, a -> write(elements(a, true)), TEXT);
  static final Kernel CONSTRUCT_COMPACT =
      Kernel.variadic("sf_array_construct_compact", TEXT, a -> write(elements(a, false)), TEXT);
  static final Kernel APPEND =
      Kernel.withNulls("sf_array_append", TEXT, a -> added(a, false), TEXT, TEXT);
  static final Kernel PREPEND =
      Kernel.withNulls("sf_array_prepend", TEXT, a -> added(a, true), TEXT, TEXT);
  static final Kernel CAT =
      Kernel.of(
          "sf_array_cat",
          TEXT,
          a -> {
            var items = new ArrayList<>(items(a, 0));
            items.addAll(items(a, 1));
            return write(items);
          },
          TEXT,
          TEXT);
  static final Kernel COMPACT =
      changing(
          "sf_array_compact",
          items ->
              items.stream()
                  .filter(item -> !(item instanceof Json.Nil || item instanceof Json.Undefined))
                  .toList());
  static final Kernel DISTINCT =
      changing("sf_array_distinct", items -> List.copyOf(keyed(items).values()));
  static final Kernel REVERSE =
      changing(
          "sf_array_reverse",
          items -> {
            var reversed = new ArrayList<>(items);
            Collections.reverse(reversed);
            return reversed;
          });
  static final Kernel FLATTEN =
      Kernel.of("sf_array_flatten", TEXT, a -> flattened(items(a, 0)), TEXT);
  static final Kernel CONTAINS =
      Kernel.withNulls(
          "sf_array_contains",
          BOOL,
          a -> a.isNull(1) ? null : found(a) >= 0 ? Boolean.TRUE : a.isNull(0) ? null : false,
          TEXT,
          TEXT);
  static final Kernel POSITION =
      Kernel.withNulls(
          "sf_array_position",
          LONG,
          a -> {
            int found = a.isNull(1) ? -1 : found(a);
            return found < 0 ? null : (long) found;
          },
          TEXT,
          TEXT);
  static final Kernel REMOVE =
      Kernel.of(
          "sf_array_remove",
          TEXT,
          a -> {
            var key = JsonOrder.key(JsonReader.canonical(a.text(1)));
            return write(
                items(a, 0).stream().filter(item -> !JsonOrder.key(item).equals(key)).toList());
          },
          TEXT,
          TEXT);
  static final Kernel REMOVE_AT =
      Kernel.of(
          "sf_array_remove_at",
          TEXT,
          a -> {
            var items = new ArrayList<>(items(a, 0));
            long at = a.number(1) < 0 ? items.size() + a.number(1) : a.number(1);
            if (at >= 0 && at < items.size()) {
              items.remove((int) at);
            }
            return write(items);
          },
          TEXT,
          LONG);
  static final Kernel INSERT =
      Kernel.withNulls("sf_array_insert", TEXT, ArrayKernels::inserted, TEXT, LONG, TEXT);
  static final Kernel INTERSECTION =
      Kernel.of("sf_array_intersection", TEXT, a -> multiset(a, true), TEXT, TEXT);
  static final Kernel EXCEPT =
      Kernel.of("sf_array_except", TEXT, a -> multiset(a, false), TEXT, TEXT);
  static final Kernel UNION =
      Kernel.of(
          "sf_array_union",
          TEXT,
          a -> {
            var items = keyed(items(a, 0));
            keyed(items(a, 1)).forEach(items::putIfAbsent);
            return write(List.copyOf(items.values()));
          },
          TEXT,
          TEXT);
  static final Kernel OVERLAP =
      Kernel.of(
          "sf_arrays_overlap",
          BOOL,
          a -> !Collections.disjoint(keyed(items(a, 0)).keySet(), keyed(items(a, 1)).keySet()),
          TEXT,
          TEXT);
  static final Kernel TO_OBJECT =
      Kernel.of("sf_arrays_to_object", TEXT, ArrayKernels::object, TEXT, TEXT);
  static final Kernel ZIP = Kernel.variadic("sf_arrays_zip", TEXT, ArrayKernels::zipped, TEXT);
  static final Kernel MAX = Kernel.of("sf_array_max", TEXT, a -> extreme(items(a, 0), 1), TEXT);
  static final Kernel MIN = Kernel.of("sf_array_min", TEXT, a -> extreme(items(a, 0), -1), TEXT);

  /// NULL for what is no array.
  static final Kernel SIZE =
      Kernel.of(
          "sf_array_size",
          LONG,
          a ->
              JsonReader.canonical(a.text(0)) instanceof Json.Items(var values)
                  ? (Object) (long) values.size()
                  : null,
          TEXT);

  static final Kernel SLICE =
      Kernel.of(
          "sf_array_slice",
          TEXT,
          a -> {
            var items = items(a, 0);
            int from = index(a.number(1), items.size());
            int to = index(a.number(2), items.size());
            return write(from < to ? items.subList(from, to) : List.of());
          },
          TEXT,
          LONG,
          LONG);
  static final Kernel SORT =
      Kernel.of(
          "sf_array_sort",
          TEXT,
          a -> write(sorted(items(a, 0), a.bool(1), a.bool(2))),
          TEXT,
          BOOL,
          BOOL);
  static final Kernel TO_STRING =
      Kernel.of(
          "sf_array_to_string",
          TEXT,
          a -> {
            var texts = new ArrayList<String>();
            for (var item : items(a, 0)) {
              var text = VariantCasts.text(item);
              texts.add(text == null ? "" : text);
            }
            return String.join(a.text(1), texts);
          },
          TEXT,
          TEXT);
  static final Kernel RANGE =
      Kernel.of(
          "sf_array_generate_range",
          TEXT,
          a -> write(range(a.number(0), a.number(1), a.number(2))),
          LONG,
          LONG,
          LONG);
  static final Kernel REPEAT =
      Kernel.withNulls(
          "sf_array_repeat",
          TEXT,
          a -> {
            if (a.isNull(1)) {
              return null;
            }
            int times = Math.clamp(a.number(1), 0, MOST);
            return write(Collections.nCopies(times, element(a, 0)));
          },
          TEXT,
          LONG);

  static final List<Kernel> KERNELS =
      List.of(
          CONSTRUCT,
          CONSTRUCT_COMPACT,
          APPEND,
          PREPEND,
          CAT,
          COMPACT,
          DISTINCT,
          REVERSE,
          FLATTEN,
          CONTAINS,
          POSITION,
          REMOVE,
          REMOVE_AT,
          INSERT,
          INTERSECTION,
          EXCEPT,
          UNION,
          OVERLAP,
          TO_OBJECT,
          ZIP,
          MAX,
          MIN,
          SIZE,
          SLICE,
          SORT,
          TO_STRING,
          RANGE,
          REPEAT);

  private ArrayKernels() {}

  private static Kernel changing(String name, UnaryOperator<List<Json>> change) {
    return Kernel.of(name, TEXT, a -> write(change.apply(items(a, 0))), TEXT);
  }

  private static String write(List<Json> items) {
    return new Json.Items(items).canonical();
  }

  private static List<Json> items(Arguments a, int index) throws SnowflakeException {
    var json = JsonReader.canonical(a.text(index));
    if (json instanceof Json.Items(var values)) {
      return values;
    }
    throw VariantCasts.failed(json, "ARRAY");
  }

  private static Json element(Arguments a, int index) {
    return a.isNull(index) ? Json.undefined() : JsonReader.canonical(a.text(index));
  }

  private static List<Json> elements(Arguments a, boolean keep) {
    var items = new ArrayList<Json>();
    for (int i = 0; i < a.size(); i++) {
      if (keep || !a.isNull(i)) {
        items.add(element(a, i));
      }
    }
    return items;
  }

  private static @Nullable String added(Arguments a, boolean first) throws SnowflakeException {
    if (a.isNull(0)) {
      return null;
    }
    var items = new ArrayList<>(items(a, 0));
    items.add(first ? 0 : items.size(), element(a, 1));
    return write(items);
  }

  /// By what makes them equal, the first of equal ones.
  private static Map<String, Json> keyed(List<Json> items) {
    var keyed = new LinkedHashMap<String, Json>();
    items.forEach(item -> keyed.putIfAbsent(JsonOrder.key(item), item));
    return keyed;
  }

  private static int found(Arguments a) throws SnowflakeException {
    var key = JsonOrder.key(element(a, 0));
    var items = items(a, 1);
    for (int i = 0; i < items.size(); i++) {
      if (JsonOrder.key(items.get(i)).equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private static @Nullable String flattened(List<Json> arrays) throws SnowflakeException {
    var items = new ArrayList<Json>();
    for (var array : arrays) {
      switch (array) {
        case Json.Items(var values) -> items.addAll(values);
        case Json.Nil _, Json.Undefined _ -> {
          return null;
        }
        default ->
            throw new SnowflakeException(
                "100107",
                "22000",
                "Not an array: 'Input argument to ARRAY_FLATTEN is not an array of arrays'");
      }
    }
    return write(items);
  }

  private static @Nullable String inserted(Arguments a) throws SnowflakeException {
    if (a.isNull(0) || a.isNull(1)) {
      return null;
    }
    var items = new ArrayList<>(items(a, 0));
    long at = a.number(1) < 0 ? items.size() + a.number(1) : a.number(1);
    if (at < 0 || at > MOST) {
      throw new SnowflakeException(
          "100050", "22023", "Invalid parameter value: " + a.number(1) + ". Reason: no position");
    }
    while (items.size() < at) {
      items.add(Json.undefined());
    }
    items.add((int) at, element(a, 2));
    return write(items);
  }

  /// The elements of the first array that the second one has as often, or that it has not.
  private static String multiset(Arguments a, boolean common) throws SnowflakeException {
    var counts = new HashMap<String, Integer>();
    items(a, 1).forEach(item -> counts.merge(JsonOrder.key(item), 1, Integer::sum));
    var kept = new ArrayList<Json>();
    for (var item : items(a, 0)) {
      boolean had = counts.merge(JsonOrder.key(item), -1, Integer::sum) >= 0;
      if (had == common) {
        kept.add(item);
      }
    }
    return write(kept);
  }

  private static String object(Arguments a) throws SnowflakeException {
    var keys = items(a, 0);
    var values = items(a, 1);
    if (keys.size() != values.size()) {
      throw new SnowflakeException(
          "100050", "22023", "Invalid parameter value: arrays of different sizes");
    }
    var members = new TreeMap<String, Json>();
    for (int i = 0; i < keys.size(); i++) {
      var key = VariantCasts.text(keys.get(i));
      if (key != null) {
        members.put(key, values.get(i) instanceof Json.Undefined ? Json.nil() : values.get(i));
      }
    }
    return new Json.Members(members).canonical();
  }

  private static @Nullable String zipped(Arguments a) throws SnowflakeException {
    int longest = 0;
    var arrays = new ArrayList<List<Json>>();
    for (int i = 0; i < a.size(); i++) {
      if (a.isNull(i)) {
        return null;
      }
      arrays.add(items(a, i));
      longest = Math.max(longest, arrays.get(i).size());
    }
    var rows = new ArrayList<Json>();
    for (int row = 0; row < longest; row++) {
      var members = new TreeMap<String, Json>();
      for (int i = 0; i < arrays.size(); i++) {
        var array = arrays.get(i);
        boolean has = row < array.size() && !(array.get(row) instanceof Json.Undefined);
        members.put("$" + (i + 1), has ? array.get(row) : Json.nil());
      }
      rows.add(new Json.Members(members));
    }
    return write(rows);
  }

  private static @Nullable String extreme(List<Json> items, int direction) {
    return items.stream()
        .filter(item -> !(item instanceof Json.Undefined))
        .reduce((a, b) -> direction * JsonOrder.key(b).compareTo(JsonOrder.key(a)) > 0 ? b : a)
        .map(Json::canonical)
        .orElse(null);
  }

  /// A position that may count from the end, brought inside.
  private static int index(long position, int size) {
    return Math.clamp(position < 0 ? size + position : position, 0, size);
  }

  /// What is undefined is told where to go; JSON's null is the greatest value.
  private static List<Json> sorted(List<Json> items, boolean ascending, boolean nullsFirst) {
    var undefined = items.stream().filter(item -> item instanceof Json.Undefined).toList();
    var rest =
        new ArrayList<>(items.stream().filter(item -> !(item instanceof Json.Undefined)).toList());
    Comparator<Json> order = Comparator.comparing(JsonOrder::key);
    rest.sort(ascending ? order : order.reversed());
    rest.addAll(nullsFirst ? 0 : rest.size(), undefined);
    return rest;
  }

  private static List<Json> range(long from, long to, long step) throws SnowflakeException {
    if (step == 0) {
      throw new SnowflakeException(
          "100050", "22023", "Invalid parameter value: 0. Reason: the step must not be zero");
    }
    var items = new ArrayList<Json>();
    for (long i = from; step > 0 ? i < to : i > to; i += step) {
      if (items.size() >= MOST) {
        throw new SnowflakeException("100082", "22000", "Max array size exceeded");
      }
      items.add(Json.of(i));
    }
    return items;
  }
}
