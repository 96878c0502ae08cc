package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Casts;
import dev.landfall.sandbox.snowflake.function.Flattening;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Tables.Placed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.expression.Function;

/// Functions in FROM: FLATTEN, GENERATOR, SPLIT_TO_TABLE, RESULT_SCAN, those of the system, and
/// those that users made.
final class TableFunctions {
  private static final DataType TEXT = DataType.Text.MAX;
  private static final DataType NUMBER = DataType.Fixed.INTEGER;
  private static final DataType VARIANT = new DataType.Variant();

  /// What Snowflake has and the sandbox does not.
  private static final Set<String> REFUSED =
      Set.of(
          "GET_OBJECT_REFERENCES",
          "GET_QUERY_OPERATOR_STATS",
          "INFER_SCHEMA",
          "VALIDATE",
          "VALIDATE_PIPE_LOAD");

  private final Translation translation;
  private final Tables tables;

  TableFunctions(Translation translation, Tables tables) {
    this.translation = translation;
    this.tables = tables;
  }

  /// What a call gives.
  sealed interface Result permits Plain, Rows {}

  /// Something that is joined like a table.
  record Plain(Placed placed) implements Result {}

  /// DuckDB's SQL of a list of lists of texts.
  interface Lists {
    /// @param keep whether there must be a row for every row before it
    String sql(boolean keep) throws SnowflakeException;
  }

  /// A column of [Rows].
  ///
  /// @param element which text of a row it is, counted from 1; 0 for the number of the row before
  record Column(String name, DataType type, int element, boolean nullable) {}

  /// Rows that are computed for each row before them.
  record Rows(Lists list, List<Column> columns) implements Result {
    List<Field> fields(String alias) {
      List<Field> fields = new ArrayList<>();
      for (Column column : columns) {
        var sql = column.element() == 0 ? alias + ".s" : alias + ".r[" + column.element() + "]";
        var typed =
            column.type() instanceof DataType.Fixed ? "CAST(" + sql + " AS DECIMAL(38,0))" : sql;
        fields.add(
            new Field(new Name(column.name()), Typed.of(typed, column.type(), column.nullable())));
      }
      return fields;
    }
  }

  Result call(Function node, Scope visible) throws SnowflakeException {
    Clauses.only(node, Set.of("nameparts", "parameters"));
    var simple = translation.calls().simpleName(node);
    if (simple.isPresent()) {
      switch (simple.get()) {
        case "FLATTEN" -> {
          return flatten(arguments(node, visible));
        }
        case "GENERATOR" -> {
          return generator(arguments(node, visible));
        }
        case "SPLIT_TO_TABLE" -> {
          return split(arguments(node, visible), "SPLIT_TO_TABLE");
        }
        case "STRTOK_SPLIT_TO_TABLE" -> {
          return split(arguments(node, visible), "STRTOK_SPLIT_TO_TABLE");
        }
        case "RESULT_SCAN" -> {
          return resultScan(arguments(node, visible));
        }
        default -> {
          if (REFUSED.contains(simple.get())) {
            throw Errors.notSupported("TABLE(" + simple.get() + "(…))");
          }
        }
      }
    }
    var name = translation.placeholders().qualified(List.copyOf(node.getMultipartName()));
    var arguments = arguments(node, visible);
    boolean system =
        name.parent().isPresent() && name.parent().get().value().equals("INFORMATION_SCHEMA");
    return system ? system(name, arguments) : userDefined(name, arguments);
  }

  private List<Relations.Argument> arguments(Function node, Scope visible)
      throws SnowflakeException {
    return translation.calls().named(Calls.parameters(node), visible);
  }

  /// Arguments by their names.
  private static Map<String, Typed> named(
      String function, List<Relations.Argument> arguments, List<String> known)
      throws SnowflakeException {
    Map<String, Typed> named = new HashMap<>();
    int position = 0;
    for (Relations.Argument argument : arguments) {
      if (argument.name().isEmpty() && position >= known.size()) {
        throw Errors.notSupported("too many arguments for " + function);
      }
      var name = argument.name().isPresent() ? argument.name().get().value() : known.get(position);
      position++;
      if (!known.contains(name)) {
        throw new SnowflakeException(
            "001007",
            "22023",
            "SQL compilation error:\ninvalid argument [" + name + "] for " + function);
      }
      if (named.put(name, argument.value()) != null) {
        throw Errors.notSupported("the argument " + name + " twice in " + function);
      }
    }
    return named;
  }

  private static String constant(String function, String argument, Typed value)
      throws SnowflakeException {
    return value
        .constant()
        .orElseThrow(() ->
            new SnowflakeException(
                "001015",
                "22023",
                "SQL compilation error:\nargument "
                    + argument
                    + " to function "
                    + function
                    + " needs to be constant"));
  }

  private static boolean flag(Map<String, Typed> arguments, String name) throws SnowflakeException {
    var value = arguments.get(name);
    return value != null && constant("FLATTEN", name, value).equalsIgnoreCase("true");
  }

  private Result flatten(List<Relations.Argument> arguments) throws SnowflakeException {
    var named = named("FLATTEN", arguments, List.of("INPUT", "PATH", "OUTER", "RECURSIVE", "MODE"));
    var given = Optional.ofNullable(named.get("INPUT"));
    var input =
        given.orElseThrow(() ->
            new SnowflakeException(
                "000938",
                "22023",
                "SQL compilation error:\nnot enough arguments for function [FLATTEN],"
                    + " expected 1, got 0"));
    boolean fits =
        switch (input.type()) {
          case DataType.Variant(), DataType.Obj(), DataType.Array(), DataType.Null() -> true;
          default -> false;
        };
    if (!fits) {
      throw new SnowflakeException(
          "001007",
          "22023",
          "SQL compilation error:\ninvalid type ["
              + input.type().sql()
              + "] for parameter 'INPUT'");
    }
    var pathValue = named.get("PATH");
    var path = pathValue == null ? "" : constant("FLATTEN", "PATH", pathValue);
    var modeValue = named.get("MODE");
    var mode =
        modeValue == null
            ? "BOTH"
            : constant("FLATTEN", "MODE", modeValue).toUpperCase(Locale.ROOT);
    if (!Set.of("OBJECT", "ARRAY", "BOTH").contains(mode)) {
      throw new SnowflakeException(
          "001011", "22023", "SQL compilation error:\ninvalid value [" + mode + "] for MODE");
    }
    boolean outer = flag(named, "OUTER");
    boolean recursive = flag(named, "RECURSIVE");
    return new Rows(
        keep -> Flattening.sql(input, path, outer || keep, recursive, mode),
        List.of(
            new Column("SEQ", NUMBER, 0, false),
            new Column("KEY", TEXT, 1, true),
            new Column("PATH", TEXT, 2, true),
            new Column("INDEX", NUMBER, 3, true),
            new Column("VALUE", VARIANT, 4, true),
            new Column("THIS", VARIANT, 5, true)));
  }

  private Result generator(List<Relations.Argument> arguments) throws SnowflakeException {
    var named = named("GENERATOR", arguments, List.of("ROWCOUNT", "TIMELIMIT"));
    if (named.containsKey("TIMELIMIT")) {
      throw Errors.notSupported("GENERATOR(TIMELIMIT => …)");
    }
    var count = named.get("ROWCOUNT");
    long rows;
    try {
      rows = count == null ? 0 : Long.parseLong(constant("GENERATOR", "ROWCOUNT", count));
    } catch (NumberFormatException e) {
      throw new SnowflakeException(
          "001011", "22023", "SQL compilation error:\ninvalid value for ROWCOUNT of GENERATOR");
    }
    var alias = translation.shared().alias();
    var sql = "(SELECT range AS i FROM range(" + rows + ")) AS " + alias;
    var row = Typed.of(alias + ".i", NUMBER, false);
    return new Plain(new Placed(sql, new Source(Optional.empty(), List.of(), Optional.of(row))));
  }

  private Result split(List<Relations.Argument> arguments, String function)
      throws SnowflakeException {
    if (arguments.isEmpty()
        || arguments.size() > 2
        || arguments.stream().anyMatch(argument -> argument.name().isPresent())
        || (arguments.size() == 1 && function.equals("SPLIT_TO_TABLE"))) {
      throw Errors.notSupported(function + " with these arguments");
    }
    var ambient = translation.ambient();
    var text = Casts.coerce(arguments.getFirst().value(), TEXT, ambient).sql();
    String parts;
    if (function.equals("SPLIT_TO_TABLE")) {
      var delimiter = Casts.coerce(arguments.get(1).value(), TEXT, ambient).sql();
      parts = "string_split(" + text + ", " + delimiter + ")";
    } else {
      var delimiters =
          arguments.size() == 1 ? " " : constant(function, "2", arguments.get(1).value());
      var pattern = new StringBuilder("[");
      delimiters
          .codePoints()
          .forEach(c -> pattern.append("\\x{").append(Integer.toHexString(c)).append('}'));
      parts =
          "list_filter(regexp_split_to_array("
              + text
              + ", '"
              + pattern.append(']')
              + "'), lambda x: x <> '')";
    }
    var list = "list_transform(" + parts + ", lambda x, i: [CAST(i AS VARCHAR), x])";
    return new Rows(
        keep -> {
          if (keep) {
            throw Errors.notSupported("LEFT JOIN of " + function);
          }
          return list;
        },
        List.of(
            new Column("SEQ", NUMBER, 0, false),
            new Column("INDEX", NUMBER, 1, false),
            new Column("VALUE", TEXT, 2, false)));
  }

  private Result resultScan(List<Relations.Argument> arguments) throws SnowflakeException {
    if (arguments.size() != 1 || arguments.getFirst().name().isPresent()) {
      throw Errors.notSupported("RESULT_SCAN with these arguments");
    }
    var id = constant("RESULT_SCAN", "1", arguments.getFirst().value());
    var relation = translation.relations().result(id);
    return new Plain(tables.relation(relation, QualifiedName.of(new Name("RESULT_SCAN"))));
  }

  private Result system(QualifiedName name, List<Relations.Argument> arguments)
      throws SnowflakeException {
    var relation = translation.relations().system(name, arguments);
    return new Plain(tables.relation(relation, name));
  }

  private Result userDefined(QualifiedName name, List<Relations.Argument> arguments)
      throws SnowflakeException {
    var function = translation.relations().function(name, arguments);
    var query = translation.bodies().table(function, arguments);
    var alias = translation.shared().alias();
    var source = Source.of(Optional.of(name.last()), query.fields(alias));
    return new Plain(new Placed("(" + query.sql() + ") AS " + alias, source));
  }
}
