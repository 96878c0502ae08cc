package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.Definition.MANY;
import static dev.landfall.sandbox.snowflake.function.Definition.define;
import static dev.landfall.sandbox.snowflake.function.Definition.refused;
import static dev.landfall.sandbox.snowflake.function.Kernel.Kind.TEXT;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Functions of OBJECTs (Snowflake, "Semi-structured and structured data functions").
final class ObjectFunctions {
  private static final Kernel CONSTRUCT =
      Kernel.variadic("sf_object_construct", TEXT, a -> construct(a, false), TEXT);
  private static final Kernel CONSTRUCT_KEEP_NULL =
      Kernel.variadic("sf_object_construct_keep_null", TEXT, a -> construct(a, true), TEXT);
  private static final Kernel INSERT =
      Kernel.withNulls("sf_object_insert", TEXT, ObjectFunctions::insert, TEXT, TEXT, TEXT, TEXT);
  private static final Kernel DELETE =
      Kernel.variadic("sf_object_delete", TEXT, a -> chosen(a, false), TEXT);
  private static final Kernel PICK =
      Kernel.variadic("sf_object_pick", TEXT, a -> chosen(a, true), TEXT);
  private static final Kernel KEYS =
      Kernel.of(
          "sf_object_keys",
          TEXT,
          a ->
              JsonReader.canonical(a.text(0)) instanceof Json.Members(var members)
                  ? new Json.Items(members.keySet().stream().map(Json::of).toList()).canonical()
                  : null,
          TEXT);

  static final List<Kernel> KERNELS =
      List.of(CONSTRUCT, CONSTRUCT_KEEP_NULL, INSERT, DELETE, PICK, KEYS);

  static final List<Definition> ALL =
      List.of(
          define("OBJECT_CONSTRUCT", 0, MANY, c -> construct(c, CONSTRUCT)),
          define("OBJECT_CONSTRUCT_KEEP_NULL", 0, MANY, c -> construct(c, CONSTRUCT_KEEP_NULL)),
          define("OBJECT_INSERT", 3, 4, ObjectFunctions::insert),
          define("OBJECT_DELETE", 2, MANY, c -> chosen(c, DELETE)),
          define("OBJECT_PICK", 2, MANY, c -> chosen(c, PICK)),
          define(
              "OBJECT_KEYS",
              1,
              1,
              c -> c.maybe(KEYS.call(VariantFunctions.semi(c, 0)), Types.ARRAY)),
          refused(
              "MAP_CAT MAP_CONSTRUCT MAP_CONTAINS_KEY MAP_DELETE MAP_ENTRIES MAP_INSERT MAP_KEYS"
                  + " MAP_PICK MAP_SIZE",
              "since the sandbox has no MAP"));

  private ObjectFunctions() {}

  /// Any value as a VARIANT's text.
  static String variant(Call call, int index) throws SnowflakeException {
    return Casts.cast(call.at(index), Types.VARIANT, call.ambient()).sql();
  }

  private static Typed construct(Call call, Kernel kernel) throws SnowflakeException {
    if (call.size() % 2 == 1) {
      Definition.checkCount(call.name(), call.size(), call.size() + 1, MANY);
    }
    var sql = new ArrayList<String>();
    for (int i = 0; i < call.size(); i += 2) {
      if (Types.semistructured(call.type(i)) && !(call.type(i) instanceof DataType.Variant)) {
        throw call.wrongTypes();
      }
      sql.add(call.text(i));
      sql.add(variant(call, i + 1));
    }
    return Typed.of(kernel.call(sql.toArray(String[]::new)), Types.OBJECT, false);
  }

  private static String construct(Arguments a, boolean keep) throws SnowflakeException {
    var members = new TreeMap<String, Json>();
    for (int i = 0; i < a.size(); i += 2) {
      if (a.isNull(i) || (a.isNull(i + 1) && !keep)) {
        continue;
      }
      var value = a.isNull(i + 1) ? Json.nil() : JsonReader.canonical(a.text(i + 1));
      if (members.put(a.text(i), value) != null) {
        throw duplicate(a.text(i));
      }
    }
    return new Json.Members(members).canonical();
  }

  static SnowflakeException duplicate(String key) {
    return new SnowflakeException("100103", "22000", "Duplicate field key '" + key + "'");
  }

  private static String object(Call call, int index) throws SnowflakeException {
    return switch (call.type(index)) {
      case DataType.Obj _ -> call.sql(index);
      case DataType.Variant _, DataType.Null _ -> call.as(index, Types.OBJECT).sql();
      default -> throw call.wrongTypes();
    };
  }

  private static Typed insert(Call call) throws SnowflakeException {
    var update = call.has(3) ? "CAST(" + call.bool(3) + " AS VARCHAR)" : "'false'";
    return Typed.of(
        INSERT.call(object(call, 0), call.text(1), variant(call, 2), update),
        Types.OBJECT,
        call.at(0).nullable());
  }

  /// A NULL key or value takes the member away.
  private static @Nullable String insert(Arguments a) throws SnowflakeException {
    if (a.isNull(0)) {
      return null;
    }
    var members = members(a.text(0));
    if (a.isNull(1)) {
      return a.text(0);
    }
    boolean update = !a.isNull(3) && a.text(3).equals("true");
    if (members.containsKey(a.text(1)) && !update && !a.isNull(2)) {
      throw duplicate(a.text(1));
    }
    if (a.isNull(2)) {
      members.remove(a.text(1));
    } else {
      members.put(a.text(1), JsonReader.canonical(a.text(2)));
    }
    return new Json.Members(members).canonical();
  }

  private static Map<String, Json> members(String object) {
    return JsonReader.canonical(object) instanceof Json.Members(var members)
        ? new TreeMap<>(members)
        : new TreeMap<>();
  }

  private static Typed chosen(Call call, Kernel kernel) throws SnowflakeException {
    var sql = new ArrayList<String>();
    sql.add(object(call, 0));
    if (call.size() == 2 && call.type(1) instanceof DataType.Array) {
      sql.add("'array'");
      sql.add(call.sql(1));
    } else {
      sql.add("'keys'");
      for (int i = 1; i < call.size(); i++) {
        sql.add(call.text(i));
      }
    }
    return Typed.of(kernel.call(sql.toArray(String[]::new)), Types.OBJECT, call.at(0).nullable());
  }

  /// The object with only the keys that follow, or without them.
  private static @Nullable String chosen(Arguments a, boolean keep) {
    if (a.isNull(0)) {
      return null;
    }
    var keys = new ArrayList<String>();
    for (int i = 2; i < a.size(); i++) {
      if (a.isNull(i)) {
        continue;
      }
      if (a.text(1).equals("keys")) {
        keys.add(a.text(i));
      } else if (JsonReader.canonical(a.text(i)) instanceof Json.Items(var items)) {
        items.stream()
            .filter(item -> item instanceof Json.Text)
            .forEach(item -> keys.add(((Json.Text) item).value()));
      }
    }
    var members = members(a.text(0));
    if (keep) {
      members.keySet().retainAll(keys);
    } else {
      members.keySet().removeAll(keys);
    }
    return new Json.Members(members).canonical();
  }
}
