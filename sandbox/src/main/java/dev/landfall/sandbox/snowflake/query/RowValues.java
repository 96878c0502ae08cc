package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Casts;
import dev.landfall.sandbox.snowflake.function.Literals;
import dev.landfall.sandbox.snowflake.function.Operators;
import dev.landfall.sandbox.snowflake.function.Physical;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.TokenKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The rows of VALUES. There may be a great many of them, so literals take a short way: a column of
/// nothing but literals is written as text and converted once.
final class RowValues {
  private final Translation translation;

  RowValues(Translation translation) {
    this.translation = translation;
  }

  /// What the word DEFAULT stands for.
  interface Defaults {
    /// @param column counted from 0
    /// @throws SnowflakeException when there is no default here
    Typed of(int column) throws SnowflakeException;
  }

  /// The rows as a query with the columns COLUMN1, COLUMN2 …
  Query query(Item.Rows rows, Scope scope, Optional<Defaults> defaults) throws SnowflakeException {
    List<List<Typed>> columns = new ArrayList<>();
    int width = rows.rows().getFirst().length / 2;
    for (int i = 0; i < width; i++) {
      columns.add(new ArrayList<>());
    }
    for (Binds binds : translation.allBinds()) {
      translation.use(binds);
      add(rows, width, columns, scope, defaults);
    }
    translation.use(translation.allBinds().getFirst());
    return query(columns, columns.getFirst().size());
  }

  private void add(
      Item.Rows rows,
      int width,
      List<List<Typed>> columns,
      Scope scope,
      Optional<Defaults> defaults)
      throws SnowflakeException {
    for (int[] row : rows.rows()) {
      if (row.length != width * 2) {
        throw new SnowflakeException(
            "002020",
            "21S01",
            "SQL compilation error:\nInsert value list does not match column list expecting "
                + width
                + " but got "
                + row.length / 2);
      }
      for (int i = 0; i < width; i++) {
        columns.get(i).add(element(row[i * 2], row[i * 2 + 1], i, scope, defaults));
      }
    }
  }

  private Typed element(int from, int to, int column, Scope scope, Optional<Defaults> defaults)
      throws SnowflakeException {
    var tokens = translation.text().tokens();
    if (to == from + 1) {
      switch (tokens.kind(from)) {
        case NUMBER -> {
          return Literals.number(tokens.text(from));
        }
        case STRING, DOLLAR_STRING -> {
          return Literals.text(translation.text().string(from));
        }
        case WORD -> {
          var word = word(from, column, defaults);
          if (word.isPresent()) {
            return word.get();
          }
        }
        default -> {}
      }
    }
    if (to == from + 2 && tokens.isSymbol(from, "-") && tokens.kind(from + 1) == TokenKind.NUMBER) {
      var number = Literals.number(tokens.text(from + 1));
      var negative = Operators.negate(number, translation.ambient());
      return new Typed(
          negative.sql(), negative.type(), false, number.constant().map(digits -> "-" + digits));
    }
    var value =
        translation.<Typed>expression(from, to, node -> translation.expressions().of(node, scope));
    return constant(value, from, to);
  }

  /// VALUES takes no functions that make semi-structured values, and no queries.
  private Typed constant(Typed value, int from, int to) throws SnowflakeException {
    boolean structured =
        switch (value.type()) {
          case DataType.Variant(), DataType.Obj(), DataType.Array() -> true;
          default -> false;
        };
    var tokens = translation.text().tokens();
    boolean bound = tokens.isSymbol(from, "?") || tokens.isSymbol(from, ":");
    boolean query = tokens.isSymbol(from, "(") && tokens.isWord(from + 1, "SELECT");
    if (query || (structured && !bound)) {
      throw new SnowflakeException(
          "002014",
          "22000",
          "SQL compilation error:\nInvalid expression ["
              + translation.text().written(from, to - 1)
              + "] in VALUES clause");
    }
    return value;
  }

  /// The values of one row, each with its own type.
  List<Typed> row(int[] row, Scope scope, Optional<Defaults> defaults) throws SnowflakeException {
    List<Typed> values = new ArrayList<>();
    for (int i = 0; i < row.length / 2; i++) {
      values.add(element(row[i * 2], row[i * 2 + 1], i, scope, defaults));
    }
    return values;
  }

  private Optional<Typed> word(int token, int column, Optional<Defaults> defaults)
      throws SnowflakeException {
    return switch (translation.text().word(token)) {
      case "NULL" -> Optional.of(Literals.nothing());
      case "TRUE" -> Optional.of(Literals.bool(true));
      case "FALSE" -> Optional.of(Literals.bool(false));
      case "DEFAULT" ->
          defaults.isEmpty() ? Optional.empty() : Optional.of(defaults.get().of(column));
      default -> Optional.empty();
    };
  }

  private Query query(List<List<Typed>> columns, int height) throws SnowflakeException {
    var alias = translation.shared().alias();
    List<Query.Output> outputs = new ArrayList<>();
    List<String> items = new ArrayList<>();
    List<List<String>> cells = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      var column = columns.get(i);
      Set<DataType> types = new LinkedHashSet<>();
      boolean nullable = false;
      boolean numbers = true;
      for (Typed value : column) {
        types.add(value.type());
        nullable |= value.nullable();
        numbers &= value.isNull() || isNumber(value);
      }
      var common = Casts.common(types);
      boolean converted = numbers && common instanceof DataType.Fixed;
      var name = alias + ".c" + (i + 1);
      var item = converted ? "CAST(" + name + " AS " + Physical.type(common) + ")" : name;
      items.add(item + " AS c" + (i + 1));
      cells.add(cells(column, common, converted));
      outputs.add(new Query.Output(new Name("COLUMN" + (i + 1)), common, nullable));
    }
    var sql = new StringBuilder("SELECT ").append(String.join(", ", items));
    sql.append(" FROM (VALUES ");
    for (int row = 0; row < height; row++) {
      sql.append(row == 0 ? "(" : ", (");
      for (int i = 0; i < cells.size(); i++) {
        sql.append(i == 0 ? "" : ", ").append(cells.get(i).get(row));
      }
      sql.append(')');
    }
    sql.append(") AS ").append(alias).append('(');
    for (int i = 0; i < cells.size(); i++) {
      sql.append(i == 0 ? "c" : ", c").append(i + 1);
    }
    return new Query(sql.append(')').toString(), outputs);
  }

  private static boolean isNumber(Typed value) {
    return value.type() instanceof DataType.Fixed && value.constant().isPresent();
  }

  /// @param converted whether numbers are written as text, which is converted afterwards
  private List<String> cells(List<Typed> column, DataType common, boolean converted)
      throws SnowflakeException {
    List<String> cells = new ArrayList<>(column.size());
    for (Typed value : column) {
      if (value.isNull()) {
        cells.add(converted ? "NULL" : "CAST(NULL AS " + Physical.type(common) + ")");
      } else if (converted) {
        cells.add("'" + value.constant().orElseThrow() + "'");
      } else if (value.type() instanceof DataType.Text && common instanceof DataType.Text) {
        cells.add(value.sql());
      } else {
        cells.add(Casts.coerce(value, common, translation.ambient()).sql());
      }
    }
    return cells;
  }
}
