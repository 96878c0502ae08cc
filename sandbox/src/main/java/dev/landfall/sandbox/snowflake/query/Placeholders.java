package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.Names;
import dev.landfall.sandbox.snowflake.sql.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import org.jspecify.annotations.Nullable;

/// From the placeholders in JSqlParser's tree back to what they stand for.
final class Placeholders {
  private static final Name PUBLIC = new Name("PUBLIC");

  private final Translation translation;
  private final QueryText text;

  Placeholders(Translation translation) {
    this.translation = translation;
    this.text = translation.text();
  }

  /// What `t12`, `12` or `'12'` stands for.
  ///
  /// @throws SnowflakeException when it is a word of syntax where a name should be
  Item item(@Nullable String placeholder) throws SnowflakeException {
    if (placeholder == null || placeholder.isEmpty()) {
      throw Errors.notSupported("a name that is left out");
    }
    int start = placeholder.charAt(0) == 't' ? 1 : 0;
    try {
      return text.item(Integer.parseInt(placeholder, start, placeholder.length(), 10));
    } catch (NumberFormatException e) {
      throw Errors.notSupported(placeholder + " where a name should be");
    }
  }

  /// The token that a placeholder stands for.
  int token(@Nullable String placeholder) throws SnowflakeException {
    if (item(placeholder) instanceof Item.Token(int index)) {
      return index;
    }
    throw Errors.notSupported("an expression where a name should be");
  }

  /// A name of one part.
  Name name(@Nullable String placeholder) throws SnowflakeException {
    return switch (item(placeholder)) {
      case Item.Token(int index) -> text.name(index);
      case Item.Identifier(Item argument) -> {
        var name = identifier(argument);
        if (name.parts().size() != 1) {
          throw Errors.notSupported("IDENTIFIER with a qualified name here");
        }
        yield name.last();
      }
      default -> throw Errors.notSupported("an expression where a name should be");
    };
  }

  /// The content of a text literal.
  String string(String placeholder) throws SnowflakeException {
    return text.string(token(placeholder));
  }

  /// The placeholders of a column, its qualifiers first.
  static List<String> parts(Column column) {
    List<String> parts = new ArrayList<>();
    Table table = column.getTable();
    if (table != null) {
      parts.addAll(table.getNameParts().reversed());
    }
    parts.add(column.getColumnName());
    return parts;
  }

  /// The name of a table or function, its qualifiers first.
  QualifiedName qualified(List<@Nullable String> placeholders) throws SnowflakeException {
    if (placeholders.size() == 1
        && item(placeholders.getFirst()) instanceof Item.Identifier(var of)) {
      return identifier(of);
    }
    List<Name> names = new ArrayList<>();
    for (var placeholder : placeholders) {
      // `database..table`
      boolean left = placeholder == null || placeholder.isEmpty();
      names.add(left && names.size() == 1 ? PUBLIC : name(placeholder));
    }
    return new QualifiedName(names);
  }

  /// What IDENTIFIER means.
  QualifiedName identifier(Item argument) throws SnowflakeException {
    return Names.parse(
        constant(argument)
            .orElseThrow(() -> Errors.notSupported("IDENTIFIER of what is no constant")));
  }

  private Optional<String> constant(Item argument) throws SnowflakeException {
    if (argument instanceof Item.Token(int index)) {
      if (text.isString(index)) {
        return Optional.of(text.string(index));
      }
      if (text.isName(index)) {
        return Optional.of(text.tokens().text(index));
      }
    }
    return value(argument).flatMap(Typed::constant);
  }

  /// What a session variable or a bind stands for; empty when the item is neither.
  Optional<Typed> value(Item item) throws SnowflakeException {
    return switch (item) {
      case Item.Token(int index) when text.tokens().kind(index) == TokenKind.VARIABLE ->
          Optional.of(sessionVariable(index));
      case Item.Position(int position) -> Optional.of(bind(position));
      case Item.Variable(Name name) ->
          Optional.of(
              translation
                  .binds()
                  .name(name)
                  .orElseThrow(() ->
                      new SnowflakeException(
                          "002049",
                          "42601",
                          "SQL compilation error:\nBind variable :"
                              + name.sql().toLowerCase(Locale.ROOT)
                              + " not set.")));
      default -> Optional.empty();
    };
  }

  private Typed sessionVariable(int token) throws SnowflakeException {
    var name = text.tokens().text(token).toUpperCase(Locale.ROOT);
    return translation
        .ambient()
        .variable(name.substring(1))
        .orElseThrow(() ->
            new SnowflakeException(
                "002211",
                "02000",
                "SQL compilation error: "
                    + text.place(token)
                    + "\n"
                    + "Session variable '"
                    + name
                    + "' does not exist"));
  }

  private Typed bind(int position) throws SnowflakeException {
    return translation
        .binds()
        .position(position)
        .orElseThrow(() ->
            new SnowflakeException(
                "002049",
                "42601",
                "SQL compilation error:\nBind variable :" + position + " not set."));
  }
}
