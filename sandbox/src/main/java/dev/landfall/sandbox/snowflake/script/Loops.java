package dev.landfall.sandbox.snowflake.script;

import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.ScriptStatement;
import java.util.List;
import java.util.Optional;

/// The loops of a script.
///
/// @param interpreter runs what they repeat
record Loops(Interpreter interpreter) {
  /// Whether a loop goes round again, or how it ended.
  private sealed interface Turn {
    record Again() implements Turn {}

    record Done(Flow flow) implements Turn {}
  }

  private Turn turn(List<ScriptStatement> body, Optional<Name> label, Scope scope)
      throws SnowflakeException, Raised {
    return switch (interpreter.body(body, scope)) {
      case Flow.Next next -> new Turn.Again();
      case Flow.Continue(var wanted) when isMine(wanted, label) -> new Turn.Again();
      case Flow.Break(var wanted) when isMine(wanted, label) -> new Turn.Done(Flow.NEXT);
      case Flow other -> new Turn.Done(other);
    };
  }

  private static boolean isMine(Optional<Name> wanted, Optional<Name> label) {
    return wanted.isEmpty() || wanted.equals(label);
  }

  Flow rows(ScriptStatement.ForRows loop, Scope outer) throws SnowflakeException, Raised {
    var rows = interpreter.rows(loop.cursor(), outer, loop.at());
    for (var i = 0; i < rows.rows().size(); i++) {
      var scope = new Scope(outer);
      scope.declare(loop.row(), new Variable.Row(rows, i));
      if (turn(loop.body(), loop.label(), scope) instanceof Turn.Done(var flow)) {
        return flow;
      }
    }
    return Flow.NEXT;
  }

  Flow range(ScriptStatement.ForRange loop, Scope outer) throws SnowflakeException, Raised {
    var from = interpreter.whole(loop.from(), outer, loop.at());
    var to = interpreter.whole(loop.to(), outer, loop.at());
    for (var i = 0L; i <= to - from; i++) {
      var scope = new Scope(outer);
      scope.declare(loop.counter(), Variable.Value.number(loop.reverse() ? to - i : from + i));
      if (turn(loop.body(), loop.label(), scope) instanceof Turn.Done(var flow)) {
        return flow;
      }
    }
    return Flow.NEXT;
  }

  Flow whileHolds(ScriptStatement.While loop, Scope scope) throws SnowflakeException, Raised {
    while (interpreter.holds(loop.condition(), scope, loop.at())) {
      if (turn(loop.body(), loop.label(), new Scope(scope)) instanceof Turn.Done(var flow)) {
        return flow;
      }
    }
    return Flow.NEXT;
  }

  Flow repeat(ScriptStatement.Repeat loop, Scope scope) throws SnowflakeException, Raised {
    do {
      if (turn(loop.body(), loop.label(), new Scope(scope)) instanceof Turn.Done(var flow)) {
        return flow;
      }
    } while (!interpreter.holds(loop.until(), scope, loop.at()));
    return Flow.NEXT;
  }

  Flow forever(ScriptStatement.Loop loop, Scope scope) throws SnowflakeException, Raised {
    while (true) {
      if (turn(loop.body(), loop.label(), new Scope(scope)) instanceof Turn.Done(var flow)) {
        return flow;
      }
    }
  }
}
