package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import java.util.List;
import java.util.Optional;

/// Functions, procedures, blocks, and what runs them.
public sealed interface CodeStatement extends Statement {
  /// @param nullInput what happens to a NULL argument, when it is written
  /// @param volatility when it is written
  /// @param options such as `RUNTIME_VERSION`, `HANDLER`, `PACKAGES`, `IMPORTS`, `COMMENT`
  /// @param body empty only for a handler that lies in an import
  record CreateFunction(
      Creation creation,
      boolean secure,
      boolean temporary,
      boolean aggregate,
      QualifiedName name,
      List<Parameter> parameters,
      boolean copyGrants,
      Returns returns,
      Language language,
      Optional<NullInput> nullInput,
      Optional<Volatility> volatility,
      boolean memoizable,
      Options options,
      Optional<Span> body)
      implements CodeStatement {
    public CreateFunction {
      parameters = List.copyOf(parameters);
    }
  }

  /// @param options `API_INTEGRATION`, `HEADERS`, `COMPRESSION`, `COMMENT` and the like
  /// @param url of the proxy service
  record CreateExternalFunction(
      Creation creation,
      boolean secure,
      QualifiedName name,
      List<Parameter> parameters,
      Returns returns,
      Optional<NullInput> nullInput,
      Optional<Volatility> volatility,
      Options options,
      String url)
      implements CodeStatement {
    public CreateExternalFunction {
      parameters = List.copyOf(parameters);
    }
  }

  /// @param options such as `RUNTIME_VERSION`, `HANDLER`, `PACKAGES`, `COMMENT`
  /// @param executeAs OWNER unless written
  /// @param body empty only for a handler that lies in an import
  record CreateProcedure(
      Creation creation,
      boolean secure,
      boolean temporary,
      QualifiedName name,
      List<Parameter> parameters,
      boolean copyGrants,
      Returns returns,
      Language language,
      Optional<NullInput> nullInput,
      Optional<Volatility> volatility,
      ExecuteAs executeAs,
      Options options,
      Optional<Span> body)
      implements CodeStatement {
    public CreateProcedure {
      parameters = List.copyOf(parameters);
    }
  }

  /// What a function or procedure gives back.
  sealed interface Returns {
    record Scalar(DataType type, boolean notNull) implements Returns {}

    /// @param columns none for a procedure's `RETURNS TABLE ()`
    record Rows(List<Parameter> columns) implements Returns {
      public Rows {
        columns = List.copyOf(columns);
      }
    }
  }

  enum Language {
    SQL,
    JAVASCRIPT,
    PYTHON,
    JAVA,
    SCALA
  }

  enum NullInput {
    CALLED_ON_NULL_INPUT,
    /// `RETURNS NULL ON NULL INPUT` and `STRICT`.
    RETURNS_NULL
  }

  enum Volatility {
    VOLATILE,
    IMMUTABLE
  }

  enum ExecuteAs {
    OWNER,
    CALLER,
    RESTRICTED_CALLER
  }

  /// @param arguments expressions
  /// @param into the variable of `CALL … INTO :v`
  /// @param text the statement without INTO
  record Call(QualifiedName procedure, List<Argument> arguments, Optional<Name> into, Span text)
      implements CodeStatement {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /// `WITH … AS PROCEDURE … CALL …`
  ///
  /// @param procedure lives for the call alone
  record CallAnonymous(CreateProcedure procedure, Call call) implements CodeStatement {}

  /// @param name of `name => value`
  record Argument(Optional<Name> name, Span expression) {}

  /// EXECUTE IMMEDIATE
  ///
  /// @param source an expression of a string type: a literal, `:variable` or `$variable`
  /// @param literal the content of the literal, when the source is one
  /// @param using the variables bound to `?`, in order
  record ExecuteImmediate(Span source, Optional<Span> literal, List<Name> using)
      implements CodeStatement {
    public ExecuteImmediate {
      using = List.copyOf(using);
    }
  }

  /// @param config of `USING CONFIG = '…'`
  record ExecuteTask(QualifiedName task, boolean retryLast, Optional<String> config)
      implements CodeStatement {}

  /// `EXECUTE ALERT`
  record ExecuteAlert(QualifiedName alert) implements CodeStatement {}

  /// An anonymous block: `DECLARE … BEGIN … END` or `BEGIN … END`.
  record Block(Span text) implements CodeStatement {}
}
