package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Functions;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.TokenKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Column;

/// What a name in an expression means: a column of FROM, an alias of the SELECT list, a column of
/// the query around, a parameter, a sequence's next value, or one of the functions that are called
/// without parentheses. In this order (Snowflake, "SELECT": "Usage notes").
final class Columns {
  static final Set<String> FIELDS = Set.of("table", "columnName", "tableDelimiter");

  private static final Set<String> CONTEXT =
      Set.of(
          "CURRENT_DATE",
          "CURRENT_TIME",
          "CURRENT_TIMESTAMP",
          "CURRENT_USER",
          "LOCALTIME",
          "LOCALTIMESTAMP");

  private final Translation translation;

  Columns(Translation translation) {
    this.translation = translation;
  }

  Typed column(Column node, Scope scope) throws SnowflakeException {
    if (node.getTable() != null) {
      Clauses.only(node.getTable(), Set.of("partItems", "partDelimiters"));
    }
    var parts = Placeholders.parts(node);
    if (parts.size() == 1) {
      var item = translation.placeholders().item(parts.getFirst());
      var value = translation.placeholders().value(item);
      if (value.isPresent()) {
        return value.get();
      }
      if (item instanceof Item.Star) {
        throw Errors.notSupported("* with EXCLUDE, REPLACE, RENAME or ILIKE here");
      }
      if (item instanceof Item.Lambda) {
        throw Errors.notSupported("a lambda expression here");
      }
      if (isContext(item)) {
        return context(item);
      }
    }
    var name = translation.placeholders().qualified(List.copyOf(parts));
    int token = translation.first(node);
    return find(name, scope)
        .orElseThrow(() -> translation.text().invalidIdentifier(token, name.sql()));
  }

  private boolean isContext(Item item) {
    return item instanceof Item.Token(int index)
        && translation.text().tokens().kind(index) == TokenKind.WORD
        && CONTEXT.contains(translation.text().word(index));
  }

  private Typed context(Item item) throws SnowflakeException {
    if (item instanceof Item.Token(int index)) {
      var name = translation.text().word(index);
      return Functions.scalar(name)
          .orElseThrow(() -> Errors.notSupported(name))
          .call(List.of(), translation.ambient());
    }
    throw new IllegalArgumentException();
  }

  private Optional<Typed> find(QualifiedName name, Scope scope) throws SnowflakeException {
    Optional<Scope> searched = Optional.of(scope);
    while (searched.isPresent()) {
      var found = in(name, searched.get(), scope);
      if (found.isPresent()) {
        return found;
      }
      searched = searched.get().outer();
    }
    if (name.parts().size() == 1) {
      return Optional.ofNullable(translation.names().get(name.last()));
    }
    return sequence(name, scope);
  }

  /// @param here the scope of the expression; `searched` is this one or one around it
  private Optional<Typed> in(QualifiedName name, Scope searched, Scope here)
      throws SnowflakeException {
    var column =
        name.parts().size() == 1 ? unqualified(name.last(), searched) : qualified(name, searched);
    if (column.isPresent()) {
      var value = column.get().value();
      if (!searched.keys().containsKey(value.sql()) || searched == here) {
        searched.read(name.sql());
      }
      return Optional.of(value);
    }
    return name.parts().size() == 1 ? alias(name.last(), searched) : Optional.empty();
  }

  private Optional<Field> unqualified(Name name, Scope searched) throws SnowflakeException {
    if (name.value().startsWith("$")) {
      return position(name, searched.star());
    }
    return one(name, name.sql(), searched.star());
  }

  private Optional<Field> qualified(QualifiedName name, Scope searched) throws SnowflakeException {
    var qualifier = name.parts().subList(0, name.parts().size() - 1);
    Optional<Field> found = Optional.empty();
    for (Source source : searched.sources()) {
      if (!source.is(qualifier)) {
        continue;
      }
      var field =
          name.last().value().startsWith("$")
              ? position(name.last(), source.fields())
              : one(name.last(), name.sql(), source.fields());
      if (field.isPresent() && found.isPresent()) {
        throw ambiguous(name.sql());
      }
      found = field.isPresent() ? field : found;
    }
    return found;
  }

  private Optional<Field> one(Name name, String written, List<Field> fields)
      throws SnowflakeException {
    Optional<Field> found = Optional.empty();
    for (Field field : fields) {
      if (field.name().equals(name)) {
        if (found.isPresent()) {
          throw ambiguous(written);
        }
        found = Optional.of(field);
      }
    }
    return found;
  }

  /// `$1`: a column that has this name, as those of a stage do, else the first one.
  private Optional<Field> position(Name name, List<Field> fields) throws SnowflakeException {
    var named = one(name, name.value(), fields);
    if (named.isPresent()) {
      return named;
    }
    try {
      int index = Integer.parseInt(name.value(), 1, name.value().length(), 10);
      return index >= 1 && index <= fields.size()
          ? Optional.of(fields.get(index - 1))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private SnowflakeException ambiguous(String name) {
    return new SnowflakeException(
        "002028", "42601", "SQL compilation error:\nambiguous column name '" + name + "'");
  }

  /// An expression of the SELECT list under its alias, as if it were written here.
  private Optional<Typed> alias(Name name, Scope searched) throws SnowflakeException {
    var alias = searched.aliases().get(name);
    if (alias == null || alias.resolving()) {
      return Optional.empty();
    }
    translation.shared().expand();
    alias.resolving(true);
    int volatiles = searched.volatiles();
    try {
      Expression expression = alias.expression();
      var typed = translation.expressions().of(expression, searched);
      if (searched.volatiles() > volatiles) {
        throw Errors.notSupported(
            "the alias "
                + name.sql()
                + " of an expression that changes each time it is computed, in the same SELECT");
      }
      Shared.bounded(typed.sql());
      return Optional.of(Typed.of(typed.sql(), typed.type(), typed.nullable()));
    } finally {
      alias.resolving(false);
    }
  }

  /// `SEQ.NEXTVAL`
  private Optional<Typed> sequence(QualifiedName name, Scope scope) throws SnowflakeException {
    if (!name.last().value().equals("NEXTVAL")) {
      return Optional.empty();
    }
    var parts = name.parts();
    var physical =
        translation.relations().sequence(new QualifiedName(parts.subList(0, parts.size() - 1)));
    if (scope.clause() != Scope.Clause.SELECT && scope.clause() != Scope.Clause.FROM) {
      throw Errors.notSupported("NEXTVAL outside of a SELECT list");
    }
    scope.sawVolatile();
    return Optional.of(
        Typed.of(
            "CAST(nextval(" + physical + ") AS DECIMAL(38,0))", DataType.Fixed.INTEGER, false));
  }
}
