package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.Definition.define;

import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;

/// Functions of regular expressions (Snowflake, "String functions (regular expressions)").
final class RegexFunctions {
  static final List<Definition> ALL =
      List.of(
          define(
              "REGEXP_LIKE RLIKE REGEXP",
              2,
              3,
              c -> c.result(Regex.LIKE.call(c.text(0), c.text(1), parameters(c, 2)), Types.BOOL)),
          define(
              "REGEXP_COUNT",
              2,
              4,
              c ->
                  number(
                      c,
                      Regex.COUNT.call(c.text(0), c.text(1), c.integer(2, 1), parameters(c, 3)))),
          define(
              "REGEXP_REPLACE",
              2,
              6,
              c ->
                  c.result(
                      Regex.REPLACE.call(
                          c.text(0),
                          c.text(1),
                          c.has(2) ? c.text(2) : "''",
                          c.integer(3, 1),
                          c.integer(4, 0),
                          parameters(c, 5)),
                      Types.text(Types.NULL))),
          define(
              "REGEXP_SUBSTR",
              2,
              6,
              c ->
                  c.maybe(
                      Regex.SUBSTR.call(
                          c.text(0),
                          c.text(1),
                          c.integer(2, 1),
                          c.integer(3, 1),
                          parameters(c, 4),
                          c.integer(5, -1)),
                      Types.text(c.type(0)))),
          define(
              "REGEXP_SUBSTR_ALL REGEXP_EXTRACT_ALL",
              2,
              6,
              c ->
                  c.result(
                      Regex.SUBSTR_ALL.call(
                          c.text(0),
                          c.text(1),
                          c.integer(2, 1),
                          c.integer(3, 1),
                          parameters(c, 4),
                          c.integer(5, -1)),
                      Types.ARRAY)),
          define(
              "REGEXP_INSTR",
              2,
              7,
              c ->
                  number(
                      c,
                      Regex.INSTR.call(
                          c.text(0),
                          c.text(1),
                          c.integer(2, 1),
                          c.integer(3, 1),
                          c.integer(4, 0),
                          parameters(c, 5),
                          c.integer(6, -1)))));

  private RegexFunctions() {}

  private static String parameters(Call call, int index) throws SnowflakeException {
    return call.has(index) ? call.text(index) : "'c'";
  }

  private static Typed number(Call call, String sql) {
    return call.result("CAST(" + sql + " AS DECIMAL(18,0))", new Fixed(18, 0));
  }
}
