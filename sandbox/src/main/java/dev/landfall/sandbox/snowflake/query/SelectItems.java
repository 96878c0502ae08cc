package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.TokenKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.SelectItem;

/// The SELECT list: which columns it has, how they are called, and what they are.
final class SelectItems {
  private final Translation translation;

  SelectItems(Translation translation) {
    this.translation = translation;
  }

  /// A column of the list.
  sealed interface Listed {
    Name name();

    /// @param alias whether the name is one that the list gives to it
    record Computed(Name name, Expression expression, boolean alias) implements Listed {}

    record Read(Name name, Field field) implements Listed {}

    /// What `REPLACE (expression AS column)` has put here.
    record Replaced(Name name, int from, int to) implements Listed {}
  }

  /// The list with every star replaced by its columns; the aliases are made known to the scope.
  List<Listed> list(List<SelectItem<?>> items, Scope scope) throws SnowflakeException {
    List<Listed> listed = new ArrayList<>();
    for (SelectItem<?> item : items) {
      Clauses.only(item, Set.of("expression", "alias"));
      add(item, scope, listed);
    }
    return listed;
  }

  private void add(SelectItem<?> item, Scope scope, List<Listed> listed) throws SnowflakeException {
    var expression = item.getExpression();
    var star = star(expression, scope);
    if (star.isPresent()) {
      if (item.getAlias() != null) {
        throw Errors.notSupported("* with an alias");
      }
      listed.addAll(star.get());
      return;
    }
    Alias alias = item.getAlias();
    if (alias == null) {
      listed.add(new Listed.Computed(unnamed(item), expression, false));
      return;
    }
    Clauses.only(alias, Set.of("name", "useAs"));
    var name = translation.placeholders().name(alias.getName());
    listed.add(new Listed.Computed(name, expression, true));
    // Of two aliases of one name the first counts.
    scope.aliases().putIfAbsent(name, new Scope.Alias(expression));
  }

  /// A column is called as itself, everything else as it is written, in upper case.
  private Name unnamed(SelectItem<?> item) throws SnowflakeException {
    if (item.getExpression() instanceof Column column) {
      var last = column.getColumnName();
      switch (translation.placeholders().item(last)) {
        case Item.Token(int index)
            when translation.text().isName(index)
                || translation.text().tokens().kind(index) == TokenKind.POSITION -> {
          return translation.text().name(index);
        }
        case Item.Identifier identifier -> {
          return translation.placeholders().identifier(identifier.argument()).last();
        }
        default -> {}
      }
    }
    return new Name(translation.written(item).toUpperCase(Locale.ROOT));
  }

  private Optional<List<Listed>> star(Expression expression, Scope scope)
      throws SnowflakeException {
    return switch (expression) {
      case AllTableColumns star -> {
        Clauses.only(star, Set.of("table"));
        yield Optional.of(all(named(translation.selects().source(star, scope).fields())));
      }
      case AllColumns star when star.getClass() == AllColumns.class -> {
        Clauses.only(star, Set.of());
        yield Optional.of(all(everything(scope)));
      }
      case Column column -> modified(column, scope);
      default -> Optional.empty();
    };
  }

  private static List<Field> everything(Scope scope) throws SnowflakeException {
    if (scope.star().isEmpty()) {
      throw new SnowflakeException(
          "002019", "42601", "SQL compilation error:\nSELECT with no columns");
    }
    return named(scope.star());
  }

  /// What stands for a star.
  ///
  /// @throws SnowflakeException for the fields of a stage's files: how many there are nobody knows
  private static List<Field> named(List<Field> fields) throws SnowflakeException {
    if (fields.stream().anyMatch(field -> field.name().value().equals("$1"))) {
      throw Errors.notSupported("SELECT * FROM @stage");
    }
    return fields;
  }

  private static List<Listed> all(List<Field> fields) {
    List<Listed> listed = new ArrayList<>();
    for (Field field : fields) {
      listed.add(new Listed.Read(field.name(), field));
    }
    return listed;
  }

  /// `* EXCLUDE …`, if the expression is one.
  private Optional<List<Listed>> modified(Column column, Scope scope) throws SnowflakeException {
    if (!(translation.placeholders().item(column.getColumnName()) instanceof Item.Star star)) {
      return Optional.empty();
    }
    var table = column.getTable();
    var fields =
        table == null
            ? everything(scope)
            : named(translation.selects().source(new AllTableColumns(table), scope).fields());
    return Optional.of(modified(star, fields));
  }

  private List<Listed> modified(Item.Star star, List<Field> fields) throws SnowflakeException {
    Set<Name> unused = new HashSet<>(star.exclude());
    star.replace().forEach(replace -> unused.add(replace.column()));
    star.rename().forEach(rename -> unused.add(rename.column()));
    List<Listed> listed = new ArrayList<>();
    var pattern = star.ilike().map(SelectItems::like);
    for (Field field : fields) {
      var name = field.name();
      if (pattern.isPresent() && !pattern.get().matcher(name.value()).matches()) {
        continue;
      }
      unused.remove(name);
      if (star.exclude().contains(name)) {
        continue;
      }
      var renamed =
          star.rename().stream()
              .filter(rename -> rename.column().equals(name))
              .map(Item.Rename::to)
              .findFirst()
              .orElse(name);
      listed.add(
          star.replace().stream()
              .filter(replace -> replace.column().equals(name))
              .findFirst()
              .<Listed>map(replace -> new Listed.Replaced(renamed, replace.from(), replace.to()))
              .orElseGet(() -> new Listed.Read(renamed, field)));
    }
    if (!unused.isEmpty()) {
      throw new SnowflakeException(
          "000904",
          "42000",
          "SQL compilation error:\ninvalid identifier '" + unused.iterator().next().sql() + "'");
    }
    return listed;
  }

  private static Pattern like(String pattern) {
    var regex = new StringBuilder();
    pattern
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '%' -> regex.append(".*");
            case '_' -> regex.append('.');
            default -> regex.append(Pattern.quote(Character.toString(c)));
          }
        });
    return Pattern.compile(
        regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
  }

  /// What a column of the list is.
  Typed value(Listed listed, Scope scope) throws SnowflakeException {
    return switch (listed) {
      case Listed.Computed computed -> translation.expressions().of(computed.expression(), scope);
      case Listed.Read(Name name, Field field) -> {
        int mark = scope.free();
        scope.read(field.name().sql());
        var key = scope.keys().get(field.value().sql());
        if (key != null) {
          scope.covered(mark);
        }
        yield key == null ? field.value() : key;
      }
      case Listed.Replaced replaced ->
          translation.<Typed>expression(
              replaced.from(), replaced.to(), node -> translation.expressions().of(node, scope));
    };
  }

  /// As DuckDB's SELECT list has it.
  static String sql(Typed value, int index) {
    var sql = value.isNull() ? "CAST(NULL AS VARCHAR)" : value.sql();
    return sql + " AS c" + (index + 1);
  }
}
