package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.Definition.MANY;
import static dev.landfall.sandbox.snowflake.function.Definition.define;

import dev.landfall.sandbox.snowflake.function.Kernel.Kind;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// CASE and the functions that choose (Snowflake, "Conditional expression functions").
public final class Conditionals {
  private static final Kernel GREATEST_VARIANT =
      Kernel.variadic("sf_greatest_variant", Kind.TEXT, a -> extreme(a, 1), Kind.TEXT);
  private static final Kernel LEAST_VARIANT =
      Kernel.variadic("sf_least_variant", Kind.TEXT, a -> extreme(a, -1), Kind.TEXT);

  static final List<Kernel> KERNELS = List.of(GREATEST_VARIANT, LEAST_VARIANT);

  static final List<Definition> ALL =
      List.of(
          define("IFF", 3, 3, Conditionals::iff),
          define("NVL IFNULL", 2, 2, Conditionals::coalesce),
          define("COALESCE", 2, MANY, Conditionals::coalesce),
          define("NVL2", 3, 3, Conditionals::nvl2),
          define("NULLIF", 2, 2, Conditionals::nullIf),
          define("NULLIFZERO", 1, 1, c -> nullIf(with(c, c.number(0), Literals.number("0")))),
          define("ZEROIFNULL", 1, 1, c -> coalesce(with(c, c.number(0), Literals.number("0")))),
          define("DECODE", 3, MANY, Conditionals::decode),
          define("EQUAL_NULL", 2, 2, c -> Operators.distinct(true, c.at(0), c.at(1), c.ambient())),
          define("REGR_VALX", 2, 2, c -> regression(c, 1, 0)),
          define("REGR_VALY", 2, 2, c -> regression(c, 0, 1)),
          define("BOOLAND", 2, 2, c -> logical(c, " AND ")),
          define("BOOLOR", 2, 2, c -> logical(c, " OR ")),
          define("BOOLXOR", 2, 2, c -> logical(c, " <> ")),
          define("BOOLNOT", 1, 1, c -> c.result("(NOT " + truth(c, 0) + ")", Types.BOOL)),
          define("GREATEST", 1, MANY, c -> extreme(c, "greatest", false)),
          define("LEAST", 1, MANY, c -> extreme(c, "least", false)),
          define("GREATEST_IGNORE_NULLS", 1, MANY, c -> extreme(c, "greatest", true)),
          define("LEAST_IGNORE_NULLS", 1, MANY, c -> extreme(c, "least", true)));

  private Conditionals() {}

  /// A branch of a CASE.
  public record When(Typed condition, Typed value) {}

  /// `CASE WHEN … THEN … ELSE … END`; for `CASE operand WHEN …` the conditions are comparisons.
  ///
  /// @throws SnowflakeException when a condition is none, or the values have no common type
  public static Typed caseWhen(List<When> branches, Optional<Typed> otherwise, Ambient ambient)
      throws SnowflakeException {
    var values = new ArrayList<>(branches.stream().map(When::value).toList());
    otherwise.ifPresent(values::add);
    var type = Coercions.commonOf(values);
    boolean nullable = otherwise.isEmpty();
    var sql = new StringBuilder("(CASE");
    for (var branch : branches) {
      var value = Casts.coerce(branch.value(), type, ambient);
      nullable |= value.nullable();
      sql.append(" WHEN ").append(Operators.condition(branch.condition(), ambient).sql());
      sql.append(" THEN ").append(value.sql());
    }
    if (otherwise.isPresent()) {
      var value = Casts.coerce(otherwise.get(), type, ambient);
      nullable |= value.nullable();
      sql.append(" ELSE ").append(value.sql());
    }
    return Typed.of(sql.append(" END)").toString(), type, nullable);
  }

  private static Call with(Call call, Typed... arguments) {
    return new Call(call.name(), List.of(arguments), call.ambient());
  }

  private static Typed iff(Call call) throws SnowflakeException {
    if (!(call.type(0) instanceof DataType.Bool) && !call.at(0).isNull()) {
      throw call.wrongTypes();
    }
    var condition = call.as(0, Types.BOOL);
    return caseWhen(
        List.of(new When(condition, call.at(1))), Optional.of(call.at(2)), call.ambient());
  }

  private static Typed coalesce(Call call) throws SnowflakeException {
    var type = Coercions.commonOf(call.arguments());
    var sql = new ArrayList<String>();
    boolean nullable = true;
    for (var argument : call.arguments()) {
      var value = Casts.coerce(argument, type, call.ambient());
      sql.add(value.sql());
      nullable &= value.nullable();
    }
    return Typed.of("coalesce(" + String.join(", ", sql) + ")", type, nullable);
  }

  private static Typed nvl2(Call call) throws SnowflakeException {
    return caseWhen(
        List.of(new When(Operators.isNull(call.at(0), true), call.at(1))),
        Optional.of(call.at(2)),
        call.ambient());
  }

  private static Typed nullIf(Call call) throws SnowflakeException {
    var value = call.at(0);
    if (value.isNull()) {
      return value;
    }
    var sql = new StringBuilder();
    var failure = new ArrayList<SnowflakeException>();
    sql.append(
        Sql.let(
            value.sql(),
            v -> {
              try {
                var bound = Typed.of(v, value.type(), value.nullable());
                var equal = Operators.binary("=", bound, call.at(1), call.ambient());
                return "(CASE WHEN " + equal.sql() + " THEN NULL ELSE " + v + " END)";
              } catch (SnowflakeException e) {
                failure.add(e);
                return v;
              }
            }));
    if (!failure.isEmpty()) {
      throw failure.getFirst();
    }
    return call.maybe(sql.toString(), value.type());
  }

  /// NULL equals NULL here.
  private static Typed decode(Call call) throws SnowflakeException {
    var branches = new ArrayList<When>();
    int i = 1;
    for (; i + 1 < call.size(); i += 2) {
      branches.add(
          new When(
              Operators.distinct(true, call.at(0), call.at(i), call.ambient()), call.at(i + 1)));
    }
    Optional<Typed> otherwise = i < call.size() ? Optional.of(call.at(i)) : Optional.empty();
    return caseWhen(branches, otherwise, call.ambient());
  }

  /// One of a pair, unless the other is NULL.
  private static Typed regression(Call call, int value, int other) throws SnowflakeException {
    return call.result(
        "(CASE WHEN " + call.real(other) + " IS NOT NULL THEN " + call.real(value) + " END)",
        Types.FLOAT);
  }

  private static Typed logical(Call call, String operator) throws SnowflakeException {
    return call.result("(" + truth(call, 0) + operator + truth(call, 1) + ")", Types.BOOL);
  }

  /// A number that is not zero counts as true.
  private static String truth(Call call, int index) throws SnowflakeException {
    if (call.type(index) instanceof DataType.Bool) {
      throw call.wrongTypes();
    }
    return "(" + call.number(index).sql() + " <> 0)";
  }

  private static Typed extreme(Call call, String function, boolean ignoreNulls)
      throws SnowflakeException {
    var type = Coercions.commonOf(call.arguments());
    var values = new ArrayList<String>();
    boolean nullable = ignoreNulls;
    boolean any = false;
    for (var argument : call.arguments()) {
      var value = Casts.coerce(argument, type, call.ambient());
      values.add(value.sql());
      nullable = ignoreNulls ? nullable && value.nullable() : nullable || value.nullable();
      any |= value.nullable();
    }
    var list = String.join(", ", values);
    if (Types.semistructured(type)) {
      var kernel = function.equals("greatest") ? GREATEST_VARIANT : LEAST_VARIANT;
      return Typed.of(kernel.call(ignoreNulls ? "'Y'" : "'N'", list), type, nullable);
    }
    if (ignoreNulls || !any) {
      return Typed.of(function + "(" + list + ")", type, nullable);
    }
    var pick = function.equals("greatest") ? "list_max" : "list_min";
    var sql =
        Sql.once(
            "[" + list + "]",
            v ->
                "(CASE WHEN len("
                    + v
                    + ") = list_count("
                    + v
                    + ") THEN "
                    + pick
                    + "("
                    + v
                    + ") END)");
    return Typed.of(sql, type, nullable);
  }

  /// The greatest (1) or least (-1) JSON value. The first argument says whether NULLs are ignored.
  private static @org.jspecify.annotations.Nullable String extreme(Arguments a, int direction) {
    boolean ignoreNulls = a.text(0).equals("Y");
    String best = null;
    String bestKey = "";
    for (int i = 1; i < a.size(); i++) {
      if (a.isNull(i)) {
        if (!ignoreNulls) {
          return null;
        }
        continue;
      }
      var key = JsonOrder.key(JsonReader.canonical(a.text(i)));
      if (best == null || direction * key.compareTo(bestKey) > 0) {
        best = a.text(i);
        bestKey = key;
      }
    }
    return best;
  }
}
