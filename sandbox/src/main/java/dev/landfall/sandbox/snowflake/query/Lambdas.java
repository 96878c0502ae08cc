package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Casts;
import dev.landfall.sandbox.snowflake.function.Functions;
import dev.landfall.sandbox.snowflake.function.HigherOrder;
import dev.landfall.sandbox.snowflake.function.Operators;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Column;

/// Calls of functions that take a lambda: `FILTER(array, x -> …)` and `TRANSFORM(array, x -> …)`.
final class Lambdas {
  private final Translation translation;

  /// How many lambdas are around the one that is being translated.
  private int depth;

  Lambdas(Translation translation) {
    this.translation = translation;
  }

  boolean takes(String name) {
    return name.equals("FILTER") || name.equals("TRANSFORM");
  }

  Typed call(String name, List<? extends Expression> parameters, Scope scope)
      throws SnowflakeException {
    var function = Functions.scalar(name).orElseThrow(() -> Functions.unknown(name));
    if (parameters.size() != 2) {
      return function.call(translation.expressions().all(parameters, scope), translation.ambient());
    }
    var array = translation.expressions().of(parameters.getFirst(), scope);
    if (!(parameters.get(1) instanceof Column column)
        || !(translation.placeholders().item(column.getColumnName())
            instanceof Item.Lambda lambda)) {
      var other = translation.expressions().of(parameters.get(1), scope);
      return function.call(List.of(array, other), translation.ambient());
    }
    if (!(array.type() instanceof DataType.Array) && !array.isNull()) {
      return function.call(List.of(array, array), translation.ambient());
    }
    var element = "l" + depth;
    var body = body(lambda, element, scope);
    return name.equals("FILTER")
        ? HigherOrder.filter(array, element, Operators.condition(body, translation.ambient()))
        : HigherOrder.transform(array, element, variant(body));
  }

  private Typed variant(Typed body) throws SnowflakeException {
    return Casts.cast(body, new DataType.Variant(), translation.ambient());
  }

  /// The body sees the parameter first, then what the expression around it sees.
  private Typed body(Item.Lambda lambda, String element, Scope scope) throws SnowflakeException {
    var value = Typed.of(element, new DataType.Variant(), true);
    var parameter =
        lambda.type().isEmpty()
            ? value
            : Casts.cast(value, lambda.type().get(), translation.ambient());
    var inner = new Scope(Optional.of(scope), scope.ctes());
    inner.add(Source.of(Optional.empty(), List.of(new Field(lambda.parameter(), parameter))));
    depth++;
    try {
      return translation.<Typed>expression(
          lambda.from(), lambda.to(), node -> translation.expressions().of(node, inner));
    } finally {
      depth--;
      if (inner.volatiles() > 0) {
        scope.sawVolatile();
      }
    }
  }
}
