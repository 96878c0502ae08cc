package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.model.Errors.compilation;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// An aggregate or window function of the catalogue, with the clauses that it takes.
///
/// @param names all names, the function's own first
/// @param most the largest number of arguments
/// @param refused why the sandbox does not honour it; empty when it does
record AggregateDefinition(
    List<String> names,
    int least,
    int most,
    Window window,
    Set<Clause> clauses,
    Body body,
    String refused,
    String note) {

  /// What OVER may hold.
  enum Window {
    /// Cannot be called with OVER.
    NONE,
    /// PARTITION BY alone.
    PARTITION,
    /// PARTITION BY and an ORDER BY that changes nothing.
    IDLE_ORDER,
    /// PARTITION BY, ORDER BY and a frame.
    FRAME,
    /// ORDER BY must be there, a frame cannot.
    ORDER,
    /// ORDER BY must be there, a frame may.
    ORDER_AND_FRAME
  }

  /// What a call may have besides arguments and OVER.
  enum Clause {
    DISTINCT,
    STAR,
    WITHIN_GROUP,
    NULLS
  }

  /// Makes a call, of which arguments and clauses are checked, into SQL.
  interface Body {
    Typed apply(AggregateCall call, Ambient ambient) throws SnowflakeException;
  }

  AggregateDefinition {
    names = List.copyOf(names);
    clauses = Set.copyOf(clauses);
  }

  /// @param names separated by blanks
  static AggregateDefinition aggregate(
      String names, int least, int most, Window window, Body body, Clause... clauses) {
    var set = EnumSet.noneOf(Clause.class);
    set.addAll(List.of(clauses));
    return new AggregateDefinition(
        List.of(names.split(" ")), least, most, window, set, body, "", "");
  }

  /// Functions that Snowflake has and the sandbox does not.
  static AggregateDefinition refused(String names, String why) {
    Body body =
        (call, ambient) -> {
          throw new IllegalStateException(why);
        };
    return new AggregateDefinition(
        List.of(names.split(" ")),
        0,
        Definition.MANY,
        Window.FRAME,
        EnumSet.allOf(Clause.class),
        body,
        why,
        "");
  }

  /// What is not honoured of it.
  AggregateDefinition note(String text) {
    return new AggregateDefinition(names, least, most, window, clauses, body, refused, text);
  }

  /// Whether it is no aggregate over groups, too.
  boolean needsOver() {
    return switch (window) {
      case ORDER, ORDER_AND_FRAME, IDLE_ORDER -> true;
      case NONE, PARTITION, FRAME -> false;
    };
  }

  AggregateFunction function(String name) {
    return (call, ambient) -> {
      if (!refused.isEmpty()) {
        throw Errors.notSupported("function " + name + ", " + refused);
      }
      checkClauses(name, call);
      if (call.over().isPresent()) {
        checkWindow(name, call, call.over().get());
      }
      return body.apply(call, ambient);
    };
  }

  private void checkClauses(String name, AggregateCall call) throws SnowflakeException {
    if (!call.star()) {
      Definition.checkCount(name, call.arguments().size(), least, most);
    } else if (!clauses.contains(Clause.STAR)) {
      throw Types.wrongArguments(name, List.of());
    }
    if (call.distinct() && !clauses.contains(Clause.DISTINCT)) {
      throw refusedClause(name, "DISTINCT");
    }
    if (!call.within().isEmpty() && !clauses.contains(Clause.WITHIN_GROUP)) {
      throw refusedClause(name, "WITHIN GROUP");
    }
    if (call.ignoreNulls() && !clauses.contains(Clause.NULLS)) {
      throw refusedClause(name, "IGNORE NULLS");
    }
  }

  private void checkWindow(String name, AggregateCall call, AggregateCall.Over over)
      throws SnowflakeException {
    boolean ordered = !over.order().isEmpty();
    boolean framed = over.frame().isPresent();
    switch (window) {
      case NONE ->
          throw compilation(
              "002303", "42601", "Invalid function type [" + name + "] for window function.");
      case PARTITION -> {
        if (ordered) {
          throw refusedClause(name, "ORDER BY in OVER");
        }
      }
      case ORDER, ORDER_AND_FRAME -> {
        if (!ordered) {
          throw orderMissing(name);
        }
      }
      case FRAME, IDLE_ORDER -> {}
    }
    if (framed && window != Window.FRAME && window != Window.ORDER_AND_FRAME) {
      throw refusedClause(name, "a window frame");
    }
    if (framed && !ordered) {
      throw orderMissing(name);
    }
    if (call.distinct() && ordered) {
      throw compilation(
          "002303", "42601", "distinct cannot be used with a window frame or an order.");
    }
  }

  private static SnowflakeException refusedClause(String name, String clause) {
    return compilation("002303", "42601", clause + " is not allowed for function [" + name + "].");
  }

  private static SnowflakeException orderMissing(String name) {
    return compilation(
        "002070",
        "42601",
        "Window function type [" + name + "] requires ORDER BY in window specification");
  }
}
