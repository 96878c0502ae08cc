package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Name;
import java.util.List;
import java.util.Optional;

/// A statement of Snowflake Scripting (Snowflake, "Snowflake Scripting reference"), as
/// [ScriptParser] reads it. Expressions and SQL stay text, with `:name` where a variable is bound.
public sealed interface ScriptStatement {
  Place at();

  /// `[DECLARE …] BEGIN … [EXCEPTION …] END`
  record Block(
      List<Declaration> declarations, List<ScriptStatement> body, List<Handler> handlers, Place at)
      implements ScriptStatement {
    public Block {
      declarations = List.copyOf(declarations);
      body = List.copyOf(body);
      handlers = List.copyOf(handlers);
    }
  }

  /// `WHEN a OR b THEN …`
  ///
  /// @param exceptions declared ones, `STATEMENT_ERROR`, `EXPRESSION_ERROR`, or `OTHER` alone
  /// @param goesOn CONTINUE: the block goes on behind the statement that failed
  record Handler(List<Name> exceptions, boolean goesOn, List<ScriptStatement> body) {
    public Handler {
      exceptions = List.copyOf(exceptions);
      body = List.copyOf(body);
    }
  }

  record Let(Declaration declaration, Place at) implements ScriptStatement {}

  /// `x := 1`; `r := (SELECT …)` when `r` is a result set.
  record Assign(Name variable, Span value, Place at) implements ScriptStatement {}

  record If(List<Branch> branches, List<ScriptStatement> otherwise, Place at)
      implements ScriptStatement {
    public If {
      branches = List.copyOf(branches);
      otherwise = List.copyOf(otherwise);
    }
  }

  /// @param subject what the branches' values are compared with; empty when they are conditions
  /// @param otherwise empty when there is no ELSE: that nothing fits is an error then
  record Case(
      Optional<Span> subject,
      List<Branch> branches,
      Optional<List<ScriptStatement>> otherwise,
      Place at)
      implements ScriptStatement {
    public Case {
      branches = List.copyOf(branches);
    }
  }

  record Branch(Span condition, List<ScriptStatement> body) {
    public Branch {
      body = List.copyOf(body);
    }
  }

  /// `FOR row IN cursor DO … END FOR`; the cursor may be a result set.
  record ForRows(Name row, Name cursor, List<ScriptStatement> body, Optional<Name> label, Place at)
      implements ScriptStatement {
    public ForRows {
      body = List.copyOf(body);
    }
  }

  /// `FOR i IN 1 TO 10 DO … END FOR`
  record ForRange(
      Name counter,
      boolean reverse,
      Span from,
      Span to,
      List<ScriptStatement> body,
      Optional<Name> label,
      Place at)
      implements ScriptStatement {
    public ForRange {
      body = List.copyOf(body);
    }
  }

  record While(Span condition, List<ScriptStatement> body, Optional<Name> label, Place at)
      implements ScriptStatement {
    public While {
      body = List.copyOf(body);
    }
  }

  record Repeat(List<ScriptStatement> body, Span until, Optional<Name> label, Place at)
      implements ScriptStatement {
    public Repeat {
      body = List.copyOf(body);
    }
  }

  record Loop(List<ScriptStatement> body, Optional<Name> label, Place at)
      implements ScriptStatement {
    public Loop {
      body = List.copyOf(body);
    }
  }

  /// BREAK or EXIT
  record Break(Optional<Name> label, Place at) implements ScriptStatement {}

  /// CONTINUE or ITERATE
  record Continue(Optional<Name> label, Place at) implements ScriptStatement {}

  /// @param value empty for RETURN alone
  record Return(Optional<Span> value, Place at) implements ScriptStatement {}

  /// `RETURN TABLE(…)`
  ///
  /// @param rows the name of a result set, or a query
  record ReturnTable(Span rows, Place at) implements ScriptStatement {}

  /// @param exception empty for RAISE alone, which raises again what is handled
  record Raise(Optional<Name> exception, Place at) implements ScriptStatement {}

  /// @param using values for the `?` of the cursor's query
  record Open(Name cursor, List<Span> using, Place at) implements ScriptStatement {
    public Open {
      using = List.copyOf(using);
    }
  }

  record Fetch(Name cursor, List<Name> into, Place at) implements ScriptStatement {
    public Fetch {
      into = List.copyOf(into);
    }
  }

  record Close(Name cursor, Place at) implements ScriptStatement {}

  /// `NULL;`, which does nothing.
  record Nothing(Place at) implements ScriptStatement {}

  /// `SELECT … INTO :a, :b FROM …`
  ///
  /// @param query as written, with white space where its INTO stood
  record SelectInto(Span query, List<Name> into, Place at) implements ScriptStatement {
    public SelectInto {
      into = List.copyOf(into);
    }
  }

  record Call(CodeStatement.Call call, Place at) implements ScriptStatement {}

  record ExecuteImmediate(CodeStatement.ExecuteImmediate execute, Place at)
      implements ScriptStatement {}

  /// Any other statement of SQL. Its form was checked with made-up values for its binds; it is to
  /// be parsed again when they are known.
  record Sql(Span text, Place at) implements ScriptStatement {}
}
