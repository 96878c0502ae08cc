package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.AggregateCall;
import dev.landfall.sandbox.snowflake.function.AggregateFunction;
import dev.landfall.sandbox.snowflake.function.Functions;
import dev.landfall.sandbox.snowflake.function.Operators;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.expression.AnalyticExpression;
import net.sf.jsqlparser.expression.AnalyticType;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function.NullHandling;
import net.sf.jsqlparser.expression.WindowDefinition;
import net.sf.jsqlparser.expression.WindowElement;
import net.sf.jsqlparser.expression.WindowOffset;
import net.sf.jsqlparser.expression.WindowRange;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.OrderByElement;
import org.jspecify.annotations.Nullable;

/// Calls with OVER, and aggregates with WITHIN GROUP.
final class Windows {
  static final Set<String> FIELDS =
      Set.of(
          "name",
          "expression",
          "offset",
          "defaultValue",
          "allColumns",
          "type",
          "distinct",
          "ignoreNullsOutside",
          "nullHandling",
          "windowDef");

  private final Translation translation;
  private final Calls calls;

  Windows(Translation translation, Calls calls) {
    this.translation = translation;
    this.calls = calls;
  }

  Typed call(AnalyticExpression node, Scope scope) throws SnowflakeException {
    var name = name(node);
    var definition = node.getWindowDefinition();
    if (definition == null) {
      throw Errors.notSupported(name + " with FILTER");
    }
    Clauses.only(definition, Set.of("orderBy", "partitionBy", "windowElement"));
    return switch (node.getType()) {
      case WITHIN_GROUP -> aggregate(name, node, definition, scope);
      case OVER, WITHIN_GROUP_OVER -> window(name, node, definition, scope);
      default -> throw Errors.notSupported(name + " with " + node.getType());
    };
  }

  private String name(AnalyticExpression node) throws SnowflakeException {
    return switch (translation.placeholders().item(node.getName())) {
      case Item.Function(String name) -> name;
      case Item.Token(int index) -> translation.text().name(index).value();
      default -> throw Errors.notSupported("OVER of what is no function");
    };
  }

  private Typed aggregate(
      String name, AnalyticExpression node, WindowDefinition definition, Scope scope)
      throws SnowflakeException {
    if (definition.getWindowElement() != null || node.isIgnoreNullsOutside()) {
      throw Errors.notSupported(name + " with a window frame but no OVER");
    }
    var function = Functions.aggregate(name).orElseThrow(() -> Functions.unknown(name));
    scope.insideAggregate(true);
    List<AggregateCall.Order> within;
    try {
      within = orders(definition.getOrderByElements(), scope);
    } finally {
      scope.insideAggregate(false);
    }
    return calls.aggregate(name, function, parameters(node), node.isDistinct(), within, scope);
  }

  private static List<Expression> parameters(AnalyticExpression node) {
    List<Expression> parameters = new ArrayList<>();
    for (var parameter :
        new Expression[] {node.getExpression(), node.getOffset(), node.getDefaultValue()}) {
      if (parameter != null) {
        parameters.add(parameter);
      }
    }
    return parameters;
  }

  private Typed window(
      String name, AnalyticExpression node, WindowDefinition definition, Scope scope)
      throws SnowflakeException {
    var function = Functions.window(name).orElseThrow(() -> notWindow(name));
    refuseWhere(name, scope);
    scope.sawWindow();
    scope.insideWindow(true);
    try {
      return window(function, node, definition, scope);
    } finally {
      scope.insideWindow(false);
    }
  }

  private static SnowflakeException notWindow(String name) {
    return Functions.scalar(name).isEmpty()
        ? Functions.unknown(name)
        : new SnowflakeException(
            "002303",
            "42601",
            "SQL compilation error:\nInvalid function type [" + name + "] for window function.");
  }

  private static void refuseWhere(String name, Scope scope) throws SnowflakeException {
    boolean allowed =
        switch (scope.clause()) {
          case SELECT, QUALIFY, ORDER_BY -> !scope.insideAggregate() && !scope.insideWindow();
          default -> false;
        };
    if (!allowed) {
      throw new SnowflakeException(
          "002303",
          "42601",
          "SQL compilation error:\nWindow function ["
              + name
              + "] appears outside of SELECT, QUALIFY, and ORDER BY clauses.");
    }
  }

  private Typed window(
      AggregateFunction function, AnalyticExpression node, WindowDefinition definition, Scope scope)
      throws SnowflakeException {
    var parameters = parameters(node);
    boolean star =
        node.isAllColumns()
            || (parameters.size() == 1 && parameters.getFirst().getClass() == AllColumns.class);
    var arguments = star ? List.<Typed>of() : calls.aggregated(parameters, scope);
    List<Typed> partition = new ArrayList<>();
    var keys = definition.getPartitionBy();
    Clauses.only(keys, Set.of());
    for (Expression key : keys) {
      partition.add(translation.expressions().of(key, scope));
    }
    var ordered = orders(definition.getOrderByElements(), scope);
    boolean both = node.getType() == AnalyticType.WITHIN_GROUP_OVER;
    var frame = frame(definition.getWindowElement(), ordered);
    var over = new AggregateCall.Over(partition, both ? List.of() : ordered, frame);
    boolean ignore =
        (node.isIgnoreNullsOutside() && node.getNullHandling() != NullHandling.RESPECT_NULLS)
            || node.getNullHandling() == NullHandling.IGNORE_NULLS;
    var call =
        new AggregateCall(
            arguments,
            star,
            node.isDistinct(),
            both ? ordered : List.of(),
            ignore,
            Optional.of(over));
    return function.call(call, translation.ambient());
  }

  /// The keys of an ORDER BY in which every expression is one of a row.
  List<AggregateCall.Order> orders(@Nullable List<OrderByElement> elements, Scope scope)
      throws SnowflakeException {
    List<AggregateCall.Order> orders = new ArrayList<>();
    if (elements != null) {
      for (OrderByElement element : elements) {
        orders.add(order(element, translation.expressions().of(element.getExpression(), scope)));
      }
    }
    return orders;
  }

  static AggregateCall.Order order(OrderByElement element, Typed key) throws SnowflakeException {
    Clauses.only(element, Set.of("expression", "asc", "ascDescPresent", "nullOrdering"));
    Optional<Boolean> nullsFirst =
        Optional.ofNullable(element.getNullOrdering())
            .map(order -> order == OrderByElement.NullOrdering.NULLS_FIRST);
    return new AggregateCall.Order(key, !element.isAsc(), nullsFirst);
  }

  private Optional<String> frame(@Nullable WindowElement element, List<AggregateCall.Order> order)
      throws SnowflakeException {
    if (element == null) {
      return Optional.empty();
    }
    Clauses.only(element, Set.of("type", "offset", "range"));
    var type = element.getType().name();
    if (element.getRange() == null) {
      return Optional.of(type + " " + bound(element.getOffset(), type, order));
    }
    refuseReversed(element.getRange());
    return Optional.of(
        type
            + " BETWEEN "
            + bound(element.getRange().getStart(), type, order)
            + " AND "
            + bound(element.getRange().getEnd(), type, order));
  }

  /// A frame cannot end before it begins.
  private static void refuseReversed(WindowRange range) throws SnowflakeException {
    int start = place(range.getStart());
    int end = place(range.getEnd());
    if (start > end || start == 2 || end == -2) {
      throw new SnowflakeException(
          "002303", "42601", "SQL compilation error:\nWindow frame ends before it begins.");
    }
  }

  /// -2 for UNBOUNDED PRECEDING to 2 for UNBOUNDED FOLLOWING.
  private static int place(WindowOffset offset) {
    boolean bounded = offset.getExpression() != null;
    return switch (offset.getType()) {
      case PRECEDING -> bounded ? -1 : -2;
      case FOLLOWING -> bounded ? 1 : 2;
      default -> 0;
    };
  }

  private String bound(WindowOffset offset, String frame, List<AggregateCall.Order> order)
      throws SnowflakeException {
    return switch (offset.getType()) {
      case CURRENT -> "CURRENT ROW";
      case PRECEDING, FOLLOWING -> distance(offset, frame, order) + " " + offset.getType().name();
      default -> throw Errors.notSupported("a window frame that ends with an expression");
    };
  }

  private String distance(WindowOffset offset, String frame, List<AggregateCall.Order> order)
      throws SnowflakeException {
    if (offset.getExpression() == null) {
      return "UNBOUNDED";
    }
    if (offset.getExpression() instanceof Column column
        && translation.placeholders().item(column.getColumnName())
            instanceof Item.Interval(String interval)) {
      if (!frame.equals("RANGE") || !passes(order)) {
        throw Errors.notSupported(
            "a window frame with an INTERVAL, unless one date or TIMESTAMP_NTZ is ordered by");
      }
      return Operators.distance(interval);
    }
    var typed =
        translation
            .expressions()
            .of(offset.getExpression(), new Scope(Optional.empty(), Ctes.none()));
    var distance =
        typed
            .constant()
            .orElseThrow(() -> Errors.notSupported("a window frame of what is no constant"));
    boolean range = frame.equals("RANGE");
    if (range && !measures(order)) {
      throw Errors.notSupported("RANGE BETWEEN with a distance, unless one number is ordered by");
    }
    try {
      var number = new BigDecimal(distance);
      if (number.signum() >= 0 && (range || number.stripTrailingZeros().scale() <= 0)) {
        return number.toPlainString();
      }
    } catch (NumberFormatException e) {
      throw invalidBound(distance);
    }
    throw invalidBound(distance);
  }

  /// Whether the distance of two rows can be told from their keys.
  private static boolean measures(List<AggregateCall.Order> order) {
    return order.size() == 1
        && (order.getFirst().key().type() instanceof DataType.Fixed
            || order.getFirst().key().type() instanceof DataType.Float64);
  }

  private static boolean passes(List<AggregateCall.Order> order) {
    return order.size() == 1
        && switch (order.getFirst().key().type()) {
          case DataType.Date() -> true;
          case DataType.Timestamp(var zone, var scale) -> zone == DataType.Timestamp.Zone.NTZ;
          default -> false;
        };
  }

  private static SnowflakeException invalidBound(String distance) {
    return new SnowflakeException(
        "002303",
        "42601",
        "SQL compilation error:\nInvalid window frame bound " + new Name(distance).sql());
  }
}
