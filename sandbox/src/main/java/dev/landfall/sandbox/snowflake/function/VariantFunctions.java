package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.Definition.define;
import static dev.landfall.sandbox.snowflake.function.Definition.refused;
import static dev.landfall.sandbox.snowflake.function.Kernel.Kind.BOOL;
import static dev.landfall.sandbox.snowflake.function.Kernel.Kind.LONG;
import static dev.landfall.sandbox.snowflake.function.Kernel.Kind.TEXT;

import dev.landfall.sandbox.snowflake.function.JsonReader.Malformed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Functions that read VARIANT values and make them (Snowflake, "Semi-structured and structured
/// data functions").
final class VariantFunctions {
  private static final Kernel PARSE =
      Kernel.of("sf_parse_json", TEXT, a -> parse(a.text(0), a.text(1)), TEXT, TEXT);
  private static final Kernel CHECK = Kernel.of("sf_check_json", TEXT, a -> check(a.text(0)), TEXT);
  private static final Kernel JSON =
      Kernel.of(
          "sf_to_json",
          TEXT,
          a -> {
            var json = json(a, 0);
            return json instanceof Json.Undefined ? null : json.canonical();
          },
          TEXT);
  private static final Kernel TYPE = Kernel.of("sf_typeof", TEXT, a -> type(json(a, 0)), TEXT);
  private static final Kernel STRIP_NULL =
      Kernel.of(
          "sf_strip_null_value",
          TEXT,
          a -> json(a, 0) instanceof Json.Nil ? null : a.text(0),
          TEXT);
  private static final Kernel MEMBER =
      Kernel.of("sf_get_key", TEXT, a -> text(JsonPath.member(json(a, 0), a.text(1))), TEXT, TEXT);
  private static final Kernel MEMBER_IGNORE_CASE =
      Kernel.of(
          "sf_get_ignore_case",
          TEXT,
          a -> text(JsonPath.memberIgnoringCase(json(a, 0), a.text(1))),
          TEXT,
          TEXT);
  private static final Kernel ELEMENT =
      Kernel.of(
          "sf_get_index", TEXT, a -> text(JsonPath.element(json(a, 0), a.number(1))), TEXT, LONG);
  private static final Kernel PATH =
      Kernel.of("sf_get_path", TEXT, a -> text(JsonPath.of(a.text(1)).in(json(a, 0))), TEXT, TEXT);
  private static final Kernel PATH_TEXT =
      Kernel.of(
          "sf_json_extract_path_text",
          TEXT,
          a -> {
            var parsed = parse(a.text(0), "s");
            if (parsed == null) {
              return null;
            }
            return JsonPath.of(a.text(1))
                .in(JsonReader.canonical(parsed))
                .map(VariantCasts::text)
                .orElse(null);
          },
          TEXT,
          TEXT);
  private static final Kernel IS =
      Kernel.of("sf_is", BOOL, a -> is(a.text(1), json(a, 0)), TEXT, TEXT);
  private static final Kernel ONLY =
      Kernel.of("sf_only", TEXT, a -> is(a.text(1), json(a, 0)) ? a.text(0) : null, TEXT, TEXT);

  static final List<Kernel> KERNELS =
      List.of(
          PARSE,
          PARSE.attempt(true),
          CHECK,
          JSON,
          TYPE,
          STRIP_NULL,
          MEMBER,
          MEMBER_IGNORE_CASE,
          ELEMENT,
          PATH,
          PATH_TEXT,
          IS,
          ONLY);

  static final List<Definition> ALL = all();

  private VariantFunctions() {}

  private static List<Definition> all() {
    var all = new ArrayList<Definition>();
    all.addAll(
        List.of(
            define("PARSE_JSON", 1, 2, c -> parse(c, false)),
            define("TRY_PARSE_JSON", 1, 2, c -> parse(c, true)),
            define("CHECK_JSON", 1, 1, c -> c.maybe(CHECK.call(c.text(0)), Text.MAX)),
            define("TO_JSON", 1, 1, c -> c.maybe(JSON.call(semi(c, 0)), Text.MAX)),
            define("TO_VARIANT", 1, 1, c -> Casts.cast(c.at(0), Types.VARIANT, c.ambient())),
            define("TO_OBJECT", 1, 1, c -> ConversionFunctions.cast(c, Types.OBJECT, false)),
            define("TO_ARRAY", 1, 1, c -> ConversionFunctions.cast(c, Types.ARRAY, false)),
            define("TYPEOF", 1, 1, c -> c.maybe(TYPE.call(semi(c, 0)), Text.MAX))
                .note("dates and times in a VARIANT are VARCHAR"),
            define(
                "STRIP_NULL_VALUE", 1, 1, c -> c.maybe(STRIP_NULL.call(semi(c, 0)), Types.VARIANT)),
            define("GET", 2, 2, VariantFunctions::get),
            define(
                "GET_IGNORE_CASE",
                2,
                2,
                c ->
                    c.type(1) instanceof Fixed
                        ? get(c)
                        : c.maybe(MEMBER_IGNORE_CASE.call(semi(c, 0), c.text(1)), Types.VARIANT)),
            define("GET_PATH", 2, 2, c -> c.maybe(PATH.call(semi(c, 0), c.text(1)), Types.VARIANT)),
            define(
                "JSON_EXTRACT_PATH_TEXT",
                2,
                2,
                c -> c.maybe(PATH_TEXT.call(c.text(0), c.text(1)), Text.MAX)),
            define("AS_NUMBER AS_DECIMAL", 1, 3, VariantFunctions::asNumber),
            refused("PARSE_XML CHECK_XML XMLGET TO_XML", "since the sandbox does not parse XML"),
            refused(
                "IS_DATE IS_DATE_VALUE IS_TIME IS_TIMESTAMP_NTZ IS_TIMESTAMP_LTZ IS_TIMESTAMP_TZ"
                    + " IS_BINARY AS_DATE AS_TIME AS_TIMESTAMP_NTZ AS_TIMESTAMP_LTZ"
                    + " AS_TIMESTAMP_TZ AS_BINARY",
                "since a VARIANT of the sandbox holds dates and bytes as text")));
    for (var kind :
        List.of(
            "ARRAY",
            "OBJECT",
            "BOOLEAN",
            "INTEGER",
            "DECIMAL",
            "NULL_VALUE",
            "VARCHAR CHAR",
            "DOUBLE REAL")) {
      var first = kind.split(" ")[0];
      all.add(
          define(
              "IS_" + kind.replace(" ", " IS_"),
              1,
              1,
              c -> c.result(IS.call(semi(c, 0), Sql.quote(first)), Types.BOOL)));
    }
    all.addAll(
        List.of(
            define("AS_ARRAY", 1, 1, c -> only(c, "ARRAY", Types.ARRAY)),
            define("AS_OBJECT", 1, 1, c -> only(c, "OBJECT", Types.OBJECT)),
            define("AS_BOOLEAN", 1, 1, c -> only(c, "BOOLEAN", Types.BOOL)),
            define("AS_INTEGER", 1, 1, c -> only(c, "INTEGER", Fixed.INTEGER)),
            define("AS_VARCHAR AS_CHAR", 1, 1, c -> only(c, "VARCHAR", Text.MAX)),
            define("AS_DOUBLE AS_REAL", 1, 1, c -> only(c, "DOUBLE", Types.FLOAT))));
    return List.copyOf(all);
  }

  private static Json json(Arguments a, int index) {
    return JsonReader.canonical(a.text(index));
  }

  /// A part of a value; nothing where there is none.
  static @Nullable String text(Optional<Json> json) {
    return json.filter(value -> !(value instanceof Json.Undefined))
        .map(Json::canonical)
        .orElse(null);
  }

  /// An argument that must be a VARIANT, OBJECT or ARRAY already.
  static String semi(Call call, int index) throws SnowflakeException {
    if (!Types.semistructured(call.type(index)) && !call.at(index).isNull()) {
      throw call.wrongTypes();
    }
    return call.as(index, Types.VARIANT).sql();
  }

  private static Typed parse(Call call, boolean attempt) throws SnowflakeException {
    var parameter = call.has(1) ? call.constant(1).toLowerCase(java.util.Locale.ROOT) : "s";
    if (!parameter.equals("s") && !parameter.equals("d")) {
      throw new SnowflakeException(
          "001015",
          "22023",
          "SQL compilation error:\ninvalid parameter '"
              + parameter
              + "' for function "
              + call.name());
    }
    return call.maybe(
        PARSE.attempt(attempt).call(call.text(0), Sql.quote(parameter)), Types.VARIANT);
  }

  /// @param parameter `s`, or `d` when keys may stand twice
  private static @Nullable String parse(String text, String parameter) throws SnowflakeException {
    if (text.isBlank()) {
      return null;
    }
    try {
      var json = JsonReader.read(text, parameter.equals("d"));
      return json instanceof Json.Undefined ? null : json.canonical();
    } catch (Malformed e) {
      throw new SnowflakeException("100069", "22P02", "Error parsing JSON: " + e.text());
    }
  }

  private static @Nullable String check(String text) {
    if (text.isBlank()) {
      return null;
    }
    try {
      var _ = JsonReader.read(text, false);
      return null;
    } catch (Malformed e) {
      return e.text();
    }
  }

  private static @Nullable String type(Json json) {
    return switch (json) {
      case Json.Nil _ -> "NULL_VALUE";
      case Json.Undefined _ -> null;
      case Json.Bool _ -> "BOOLEAN";
      case Json.Exact(var number) -> number.scale() > 0 ? "DECIMAL" : "INTEGER";
      case Json.Real _ -> "DOUBLE";
      case Json.Text _ -> "VARCHAR";
      case Json.Items _ -> "ARRAY";
      case Json.Members _ -> "OBJECT";
    };
  }

  private static boolean is(String kind, Json json) {
    return switch (kind) {
      case "ARRAY" -> json instanceof Json.Items;
      case "OBJECT" -> json instanceof Json.Members;
      case "BOOLEAN" -> json instanceof Json.Bool;
      case "INTEGER" -> json instanceof Json.Exact(BigDecimal number) && number.scale() <= 0;
      case "DECIMAL" -> json instanceof Json.Exact;
      case "DOUBLE" -> json instanceof Json.Exact || json instanceof Json.Real;
      case "VARCHAR" -> json instanceof Json.Text;
      case "NULL_VALUE" -> json instanceof Json.Nil;
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static Typed get(Call call) throws SnowflakeException {
    var container = semi(call, 0);
    return switch (call.type(1)) {
      case Text _ -> call.maybe(MEMBER.call(container, call.sql(1)), Types.VARIANT);
      case Fixed _ -> call.maybe(ELEMENT.call(container, call.integer(1)), Types.VARIANT);
      case DataType.Null _ -> call.maybe("CAST(NULL AS VARCHAR)", Types.VARIANT);
      default -> throw call.wrongTypes();
    };
  }

  /// The value if the VARIANT holds this kind, else NULL.
  private static Typed only(Call call, String kind, DataType type) throws SnowflakeException {
    var kept = Typed.of(ONLY.call(semi(call, 0), Sql.quote(kind)), Types.VARIANT, true);
    return Casts.cast(kept, type, call.ambient());
  }

  private static Typed asNumber(Call call) throws SnowflakeException {
    int precision = call.has(1) ? Integer.parseInt(call.constant(1)) : 38;
    int scale = call.has(2) ? Integer.parseInt(call.constant(2)) : 0;
    return only(call, "DECIMAL", new Fixed(precision, scale));
  }
}
