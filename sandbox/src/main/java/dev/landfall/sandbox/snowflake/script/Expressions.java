package dev.landfall.sandbox.snowflake.script;

import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Binds;
import dev.landfall.sandbox.snowflake.sql.TokenKind;
import dev.landfall.sandbox.snowflake.sql.Tokens;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Expressions of a script: there, unlike in SQL, a variable is written without a colon (Snowflake
/// Scripting, "Variables").
final class Expressions {
  private static final String COLUMN_OF = "__";

  private Expressions() {}

  /// A query for an expression's value.
  static String query(String expression, Scope scope) throws SnowflakeException {
    return "SELECT " + bound(expression, scope);
  }

  /// The same text with a colon before each variable.
  static String bound(String text, Scope scope) throws SnowflakeException {
    var tokens = Tokens.of(text);
    var result = new StringBuilder();
    var end = 0;
    for (var i = 0; i < tokens.size(); i++) {
      var name = name(tokens, i);
      if (name.isEmpty() || isQualified(tokens, i)) {
        continue;
      }
      var variable = scope.find(name.get()).orElse(null);
      if (variable instanceof Variable.Row && tokens.isSymbol(i + 1, ".")) {
        var column = name(tokens, i + 2).orElseThrow(() -> Scope.unknown(name.get()));
        result.append(text, end, tokens.start(i));
        result.append(':').append(joined(name.get(), column));
        end = tokens.end(i + 2);
        i += 2;
      } else if (variable instanceof Variable.Value && !tokens.isSymbol(i + 1, "(")) {
        result.append(text, end, tokens.start(i)).append(':').append(name.get().sql());
        end = tokens.end(i);
      }
    }
    return result.append(text, end, text.length()).toString();
  }

  private static Optional<Name> name(Tokens tokens, int index) {
    return switch (tokens.kind(index)) {
      case WORD -> Optional.of(Name.unquoted(tokens.text(index)));
      case QUOTED -> {
        var text = tokens.text(index);
        yield Optional.of(Name.quoted(text.substring(1, text.length() - 1).replace("\"\"", "\"")));
      }
      default -> Optional.empty();
    };
  }

  /// Whether a name is a part of another, or bound already.
  private static boolean isQualified(Tokens tokens, int index) {
    return tokens.isSymbol(index - 1, ".")
        || (tokens.isSymbol(index - 1, ":") && tokens.touchesPrevious(index))
        || tokens.isSymbol(index - 1, "::")
        || (tokens.isSymbol(index + 1, ".")
            && tokens.kind(index) != TokenKind.END
            && tokens.isSymbol(index + 3, "("));
  }

  private static String joined(Name row, Name column) {
    return row.value() + COLUMN_OF + column.value();
  }

  /// A script's variables as statements of SQL see them.
  ///
  /// @param positions what is bound to `?`, in order
  static Binds binds(Scope scope, List<Typed> positions, Host host) {
    return new Binds() {
      @Override
      public Optional<Typed> position(int position) {
        return position >= 1 && position <= positions.size()
            ? Optional.of(positions.get(position - 1))
            : Optional.empty();
      }

      @Override
      public Optional<Typed> name(Name name) {
        return value(scope, name)
            .map(value -> {
              try {
                return host.value(value.cell(), value.type());
              } catch (SnowflakeException e) {
                throw new IllegalStateException("a value that was read cannot be written", e);
              }
            });
      }
    };
  }

  private static Optional<Variable.Value> value(Scope scope, Name name) {
    var variable = scope.find(name);
    if (variable.isPresent()) {
      return variable.get() instanceof Variable.Value value ? Optional.of(value) : Optional.empty();
    }
    var at = name.value().indexOf(COLUMN_OF);
    if (at > 0
        && scope.find(new Name(name.value().substring(0, at))).orElse(null)
            instanceof Variable.Row row) {
      return row.column(
          new Name(name.value().substring(at + COLUMN_OF.length()).toUpperCase(Locale.ROOT)));
    }
    return Optional.empty();
  }
}
