package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.Definition.MANY;
import static dev.landfall.sandbox.snowflake.function.Definition.define;
import static dev.landfall.sandbox.snowflake.function.Definition.refused;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;

/// Functions of text (Snowflake, "String & binary functions").
final class StringFunctions {
  private static final DataType COUNT = new Fixed(18, 0);
  private static final String WHOLE = Long.toString(Integer.MAX_VALUE);

  static final List<Definition> ALL =
      List.of(
          define("UPPER", 1, 1, c -> same(c, "upper(" + c.text(0) + ")")),
          define("LOWER", 1, 1, c -> same(c, "lower(" + c.text(0) + ")")),
          define(
              "INITCAP",
              1,
              2,
              c ->
                  same(
                      c,
                      StringKernels.INITCAP.call(
                          c.text(0), text(c, 1, StringKernels.DEFAULT_DELIMITERS)))),
          define("LENGTH LEN", 1, 1, StringFunctions::length),
          define("OCTET_LENGTH", 1, 1, c -> counted(c, bytes(c))),
          define("BIT_LENGTH", 1, 1, c -> counted(c, "8 * " + bytes(c))),
          define("RTRIMMED_LENGTH", 1, 1, c -> counted(c, "length(rtrim(" + c.text(0) + ", ' '))")),
          define("TRIM", 1, 2, c -> same(c, "trim(" + c.text(0) + ", " + text(c, 1, " ") + ")")),
          define("LTRIM", 1, 2, c -> same(c, "ltrim(" + c.text(0) + ", " + text(c, 1, " ") + ")")),
          define("RTRIM", 1, 2, c -> same(c, "rtrim(" + c.text(0) + ", " + text(c, 1, " ") + ")")),
          define("SUBSTR SUBSTRING", 2, 3, StringFunctions::substr),
          define(
              "LEFT",
              2,
              2,
              c -> same(c, "left(" + c.text(0) + ", greatest(0, " + c.integer(1) + "))")),
          define(
              "RIGHT",
              2,
              2,
              c -> same(c, "right(" + c.text(0) + ", greatest(0, " + c.integer(1) + "))")),
          define(
              "REPLACE",
              2,
              3,
              c ->
                  c.result(
                      "replace(" + c.text(0) + ", " + c.text(1) + ", " + text(c, 2, "") + ")",
                      Text.MAX)),
          define(
              "TRANSLATE",
              3,
              3,
              c -> same(c, "translate(" + c.text(0) + ", " + c.text(1) + ", " + c.text(2) + ")")),
          define(
              "SPLIT",
              2,
              2,
              c -> c.result(StringKernels.SPLIT.call(c.text(0), c.text(1)), Types.ARRAY)),
          define(
              "SPLIT_PART",
              3,
              3,
              c -> same(c, StringKernels.SPLIT_PART.call(c.text(0), c.text(1), c.integer(2)))),
          define("CONCAT", 1, MANY, StringFunctions::concat),
          define("CONCAT_WS", 2, MANY, StringFunctions::concatWithSeparator),
          define(
              "LPAD",
              2,
              3,
              c ->
                  c.result(
                      StringKernels.LPAD.call(c.text(0), c.integer(1), text(c, 2, " ")), Text.MAX)),
          define(
              "RPAD",
              2,
              3,
              c ->
                  c.result(
                      StringKernels.RPAD.call(c.text(0), c.integer(1), text(c, 2, " ")), Text.MAX)),
          define(
              "REPEAT",
              2,
              2,
              c -> c.result(StringKernels.REPEAT.call(c.text(0), c.integer(1)), Text.MAX)),
          define(
              "SPACE",
              1,
              1,
              c -> c.result(StringKernels.REPEAT.call("' '", c.integer(0)), Text.MAX)),
          define("REVERSE", 1, 1, c -> same(c, StringKernels.REVERSE.call(c.text(0)))),
          define(
              "CHARINDEX POSITION",
              2,
              3,
              c -> counted(c, StringKernels.POSITION.call(c.text(0), c.text(1), c.integer(2, 1)))),
          define("CONTAINS", 2, 2, c -> test(c, "contains")),
          define("STARTSWITH", 2, 2, c -> test(c, "starts_with")),
          define("ENDSWITH", 2, 2, c -> test(c, "ends_with")),
          define("INSERT", 4, 4, StringFunctions::insert),
          define(
              "ASCII",
              1,
              1,
              c ->
                  c.result(
                      "CAST(" + StringKernels.ASCII.call(c.text(0)) + " AS DECIMAL(3,0))",
                      new Fixed(3, 0))),
          define(
              "UNICODE",
              1,
              1,
              c ->
                  c.result(
                      "CAST(CASE "
                          + c.text(0)
                          + " WHEN '' THEN 0 ELSE unicode("
                          + c.text(0)
                          + ") END AS DECIMAL(7,0))",
                      new Fixed(7, 0))),
          define(
              "CHR CHAR", 1, 1, c -> c.result(StringKernels.CHR.call(c.integer(0)), new Text(1))),
          define(
              "EDITDISTANCE",
              2,
              3,
              c ->
                  c.result(
                      "CAST("
                          + StringKernels.EDITDISTANCE.call(
                              c.text(0), c.text(1), c.integer(2, Integer.MAX_VALUE))
                          + " AS DECIMAL(9,0))",
                      new Fixed(9, 0))),
          define(
              "JAROWINKLER_SIMILARITY",
              2,
              2,
              c ->
                  c.result(
                      "CAST("
                          + StringKernels.JAROWINKLER.call(c.text(0), c.text(1))
                          + " AS DECIMAL(3,0))",
                      new Fixed(3, 0))),
          define(
              "SOUNDEX", 1, 1, c -> c.result(StringKernels.SOUNDEX.call(c.text(0)), new Text(7))),
          define(
              "SOUNDEX_P123",
              1,
              1,
              c -> c.result(StringKernels.SOUNDEX_P123.call(c.text(0)), new Text(7))),
          define(
              "STRTOK",
              1,
              3,
              c ->
                  c.maybe(
                      StringKernels.STRTOK.call(c.text(0), text(c, 1, " "), c.integer(2, 1)),
                      Types.text(c.type(0)))),
          define(
              "STRTOK_TO_ARRAY",
              1,
              2,
              c ->
                  c.result(
                      StringKernels.STRTOK_TO_ARRAY.call(c.text(0), text(c, 1, " ")), Types.ARRAY)),
          define(
              "PARSE_URL",
              1,
              2,
              c ->
                  c.result(StringKernels.PARSE_URL.call(c.text(0), c.integer(1, 0)), Types.OBJECT)),
          define("LIKE", 2, 3, c -> like(c, false)),
          define("ILIKE", 2, 3, c -> like(c, true)),
          refused("COLLATE", "because the sandbox compares text by its code points only"),
          refused("COLLATION", "because the sandbox compares text by its code points only"),
          refused("PARSE_IP TRY_PARSE_IP", "which parses network addresses"),
          refused("SEARCH SEARCH_IP", "which needs Snowflake's full-text analyzers"));

  private StringFunctions() {}

  /// A result as long as the first argument at most.
  private static Typed same(Call call, String sql) {
    return call.result(sql, Types.text(call.type(0)));
  }

  private static Typed counted(Call call, String sql) {
    return call.result("CAST(" + sql + " AS DECIMAL(18,0))", COUNT);
  }

  private static String text(Call call, int index, String missing) throws SnowflakeException {
    return call.has(index) ? call.text(index) : Sql.quote(missing);
  }

  private static Typed length(Call call) throws SnowflakeException {
    return counted(
        call,
        call.type(0) instanceof DataType.Binary
            ? "octet_length(" + call.sql(0) + ")"
            : "length(" + call.text(0) + ")");
  }

  private static String bytes(Call call) throws SnowflakeException {
    return call.type(0) instanceof DataType.Binary
        ? "octet_length(" + call.sql(0) + ")"
        : "strlen(" + call.text(0) + ")";
  }

  private static Typed substr(Call call) throws SnowflakeException {
    var length = call.has(2) ? call.integer(2) : WHOLE;
    if (call.type(0) instanceof DataType.Binary) {
      var hex = "hex(" + call.sql(0) + ")";
      var from = call.integer(1);
      var start =
          "(CASE WHEN " + from + " > 0 THEN 2 * " + from + " - 1 ELSE 2 * " + from + " END)";
      return call.result(
          "unhex(" + StringKernels.SUBSTR.call(hex, start, "2 * " + length) + ")", call.type(0));
    }
    return same(call, StringKernels.SUBSTR.call(call.text(0), call.integer(1), length));
  }

  private static Typed concat(Call call) throws SnowflakeException {
    var result = call.at(0);
    if (call.size() == 1) {
      return result.type() instanceof DataType.Binary || result.type() instanceof Text
          ? result
          : call.as(0, Text.MAX);
    }
    for (int i = 1; i < call.size(); i++) {
      result = Operators.binary("||", result, call.at(i), call.ambient());
    }
    return result;
  }

  private static Typed concatWithSeparator(Call call) throws SnowflakeException {
    var sql = new StringBuilder("(").append(call.text(1));
    long length = Types.text(call.type(1)).length();
    for (int i = 2; i < call.size(); i++) {
      sql.append(" || ").append(call.text(0)).append(" || ").append(call.text(i));
      length += Types.text(call.type(0)).length();
      length += Types.text(call.type(i)).length();
    }
    var type = new Text((int) Math.min(length, DataType.MAX_TEXT));
    return call.result(sql.append(")").toString(), type);
  }

  private static Typed test(Call call, String function) throws SnowflakeException {
    return call.result(function + "(" + call.text(0) + ", " + call.text(1) + ")", Types.BOOL);
  }

  /// As Snowflake plans it: what is before the position, the new text, what is after.
  private static Typed insert(Call call) throws SnowflakeException {
    var text = call.text(0);
    var position = call.integer(1);
    var before = StringKernels.SUBSTR.call(text, "1", position + " - 1");
    var after = StringKernels.SUBSTR.call(text, position + " + " + call.integer(2), WHOLE);
    return call.result("(" + before + " || " + call.text(3) + " || " + after + ")", Text.MAX);
  }

  private static Typed like(Call call, boolean ignoreCase) throws SnowflakeException {
    Optional<Typed> escape = call.has(2) ? Optional.of(call.at(2)) : Optional.empty();
    return Operators.like(call.at(0), call.at(1), escape, ignoreCase, false, call.ambient());
  }
}
