package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.Definition.MANY;
import static dev.landfall.sandbox.snowflake.function.Definition.define;
import static dev.landfall.sandbox.snowflake.function.Definition.refused;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;

/// Functions of ARRAYs (Snowflake, "Semi-structured and structured data functions").
final class ArrayFunctions {
  static final List<Definition> ALL =
      List.of(
          define("ARRAY_CONSTRUCT", 0, MANY, c -> construct(c, ArrayKernels.CONSTRUCT)),
          define(
              "ARRAY_CONSTRUCT_COMPACT",
              0,
              MANY,
              c -> construct(c, ArrayKernels.CONSTRUCT_COMPACT)),
          define(
              "ARRAY_APPEND",
              2,
              2,
              c -> changed(c, 0, ArrayKernels.APPEND.call(array(c, 0), any(c, 1)))),
          define(
              "ARRAY_PREPEND",
              2,
              2,
              c -> changed(c, 0, ArrayKernels.PREPEND.call(array(c, 0), any(c, 1)))),
          define("ARRAY_CAT", 2, MANY, ArrayFunctions::cat),
          define("ARRAY_COMPACT", 1, 1, c -> one(c, ArrayKernels.COMPACT)),
          define("ARRAY_DISTINCT", 1, 1, c -> one(c, ArrayKernels.DISTINCT)),
          define(
              "ARRAY_FLATTEN",
              1,
              1,
              c -> c.maybe(ArrayKernels.FLATTEN.call(array(c, 0)), Types.ARRAY)),
          define("ARRAY_REVERSE", 1, 1, c -> one(c, ArrayKernels.REVERSE)),
          define(
              "ARRAY_CONTAINS",
              2,
              2,
              c -> c.maybe(ArrayKernels.CONTAINS.call(needle(c, 0), array(c, 1)), Types.BOOL)),
          define(
              "ARRAY_POSITION",
              2,
              2,
              c ->
                  c.maybe(
                      "CAST("
                          + ArrayKernels.POSITION.call(needle(c, 0), array(c, 1))
                          + " AS DECIMAL(9,0))",
                      new Fixed(9, 0))),
          define(
              "ARRAY_REMOVE",
              2,
              2,
              c -> c.maybe(ArrayKernels.REMOVE.call(array(c, 0), needle(c, 1)), Types.ARRAY)),
          define(
              "ARRAY_REMOVE_AT",
              2,
              2,
              c -> c.result(ArrayKernels.REMOVE_AT.call(array(c, 0), c.integer(1)), Types.ARRAY)),
          define(
              "ARRAY_INSERT",
              3,
              3,
              c ->
                  c.maybe(
                      ArrayKernels.INSERT.call(array(c, 0), c.integer(1), any(c, 2)), Types.ARRAY)),
          define("ARRAY_INTERSECTION", 2, 2, c -> two(c, ArrayKernels.INTERSECTION)),
          define("ARRAY_EXCEPT", 2, 2, c -> two(c, ArrayKernels.EXCEPT)),
          define("ARRAY_UNION", 2, 2, c -> two(c, ArrayKernels.UNION)),
          define(
              "ARRAYS_OVERLAP",
              2,
              2,
              c -> c.result(ArrayKernels.OVERLAP.call(array(c, 0), array(c, 1)), Types.BOOL)),
          define(
              "ARRAYS_TO_OBJECT",
              2,
              2,
              c -> c.result(ArrayKernels.TO_OBJECT.call(array(c, 0), array(c, 1)), Types.OBJECT)),
          define("ARRAYS_ZIP", 1, MANY, ArrayFunctions::zip),
          define(
              "ARRAY_MAX", 1, 1, c -> c.maybe(ArrayKernels.MAX.call(array(c, 0)), Types.VARIANT)),
          define(
              "ARRAY_MIN", 1, 1, c -> c.maybe(ArrayKernels.MIN.call(array(c, 0)), Types.VARIANT)),
          define("ARRAY_SIZE", 1, 1, ArrayFunctions::size),
          define(
              "ARRAY_SLICE",
              3,
              3,
              c ->
                  c.result(
                      ArrayKernels.SLICE.call(array(c, 0), c.integer(1), c.integer(2)),
                      Types.ARRAY)),
          define("ARRAY_SORT", 1, 3, ArrayFunctions::sort),
          define(
              "ARRAY_TO_STRING",
              2,
              2,
              c -> c.result(ArrayKernels.TO_STRING.call(array(c, 0), c.text(1)), Text.MAX)),
          define("ARRAY_GENERATE_RANGE", 2, 3, ArrayFunctions::range),
          define(
              "ARRAY_REPEAT",
              2,
              2,
              c -> c.maybe(ArrayKernels.REPEAT.call(any(c, 0), c.integer(1)), Types.ARRAY)),
          define(
                  "FILTER TRANSFORM",
                  2,
                  2,
                  c -> {
                    throw c.wrongTypes();
                  })
              .note("of semi-structured arrays, with one parameter"),
          refused("REDUCE", "since the sandbox does not know lambdas of two parameters"));

  private ArrayFunctions() {}

  /// An argument that must be an ARRAY, or a VARIANT with one.
  private static String array(Call call, int index) throws SnowflakeException {
    return switch (call.type(index)) {
      case DataType.Array _, DataType.Variant _ -> call.sql(index);
      case DataType.Null _ -> "CAST(NULL AS VARCHAR)";
      default -> throw call.wrongTypes();
    };
  }

  /// Any value as an element.
  private static String any(Call call, int index) throws SnowflakeException {
    return ObjectFunctions.variant(call, index);
  }

  /// A value that is looked for: what becomes a VARIANT by itself.
  private static String needle(Call call, int index) throws SnowflakeException {
    return call.as(index, Types.VARIANT).sql();
  }

  private static Typed changed(Call call, int index, String sql) {
    return Typed.of(sql, Types.ARRAY, call.at(index).nullable());
  }

  private static Typed one(Call call, Kernel kernel) throws SnowflakeException {
    return call.result(kernel.call(array(call, 0)), Types.ARRAY);
  }

  private static Typed two(Call call, Kernel kernel) throws SnowflakeException {
    return call.result(kernel.call(array(call, 0), array(call, 1)), Types.ARRAY);
  }

  private static Typed construct(Call call, Kernel kernel) throws SnowflakeException {
    var elements = new ArrayList<String>();
    for (int i = 0; i < call.size(); i++) {
      elements.add(any(call, i));
    }
    return Typed.of(kernel.call(elements.toArray(String[]::new)), Types.ARRAY, false);
  }

  private static Typed cat(Call call) throws SnowflakeException {
    var sql = array(call, 0);
    for (int i = 1; i < call.size(); i++) {
      sql = ArrayKernels.CAT.call(sql, array(call, i));
    }
    return call.result(sql, Types.ARRAY);
  }

  private static Typed zip(Call call) throws SnowflakeException {
    var arrays = new ArrayList<String>();
    for (int i = 0; i < call.size(); i++) {
      arrays.add(array(call, i));
    }
    return call.result(ArrayKernels.ZIP.call(arrays.toArray(String[]::new)), Types.ARRAY);
  }

  private static Typed size(Call call) throws SnowflakeException {
    return call.maybe(
        "CAST(" + ArrayKernels.SIZE.call(array(call, 0)) + " AS DECIMAL(9,0))", new Fixed(9, 0));
  }

  private static Typed sort(Call call) throws SnowflakeException {
    var ascending = call.has(1) ? call.bool(1) : "TRUE";
    var nullsFirst = call.has(2) ? call.bool(2) : "(NOT " + ascending + ")";
    return call.result(ArrayKernels.SORT.call(array(call, 0), ascending, nullsFirst), Types.ARRAY);
  }

  private static Typed range(Call call) throws SnowflakeException {
    return call.result(
        ArrayKernels.RANGE.call(call.integer(0), call.integer(1), call.integer(2, 1)), Types.ARRAY);
  }
}
