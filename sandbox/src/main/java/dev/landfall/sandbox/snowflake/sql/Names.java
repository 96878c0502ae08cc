package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;

/// Names as text, such as that of `IDENTIFIER('db.schema."t"')`.
public final class Names {
  /// Of the schema that `database..object` leaves out.
  static final Name PUBLIC = new Name("PUBLIC");

  private Names() {}

  /// @throws SnowflakeException 001003 when the text is not one name
  public static QualifiedName parse(String text) throws SnowflakeException {
    return parse(text, Integer.MAX_VALUE);
  }

  /// @param most how many parts it may have
  static QualifiedName parse(String text, int most) throws SnowflakeException {
    Tokens tokens = Tokens.of(text);
    List<Name> parts = new ArrayList<>();
    int at = 0;
    while (true) {
      parts.add(part(tokens, at));
      at++;
      if (at == tokens.size()) {
        return new QualifiedName(parts);
      }
      if (!tokens.isSymbol(at, ".") || parts.size() == most) {
        throw tokens.unexpected(at);
      }
      at++;
      if (tokens.isSymbol(at, ".") && parts.size() == 1) {
        parts.add(PUBLIC);
        at++;
      }
    }
  }

  /// The name that a token is.
  ///
  /// @throws SnowflakeException 001003 when it is none
  static Name part(Tokens tokens, int index) throws SnowflakeException {
    return switch (tokens.kind(index)) {
      case WORD -> Name.unquoted(tokens.text(index));
      case QUOTED -> Name.quoted(Literals.quoted(tokens.text(index)));
      default -> throw tokens.unexpected(index);
    };
  }
}
