package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Functions;
import dev.landfall.sandbox.snowflake.function.Physical;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp.Zone;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.Tokens;
import dev.landfall.sandbox.snowflake.sql.WrittenType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A small catalogue over real tables: the database DB with its schemas. What is asked of it is
/// written down.
final class TestCatalogue {
  static final Name DATABASE = new Name("DB");
  private static final Name OWNER = new Name("OWNER");

  final Map<QualifiedName, Relation> relations = new HashMap<>();
  final Map<QualifiedName, SqlFunction> functions = new HashMap<>();
  final Map<QualifiedName, String> sequences = new HashMap<>();
  final Map<String, Relation> results = new HashMap<>();

  /// `SELECT DB.PUBLIC.T`, `UPDATE DB.PUBLIC.T`, and with what rights.
  final List<String> asked = new ArrayList<>();

  static Relation.Scope scope(String schema) {
    return new Relation.Scope(DATABASE, new Name(schema), OWNER);
  }

  static QualifiedName named(String schema, String name) {
    return QualifiedName.of(DATABASE, new Name(schema), new Name(name));
  }

  /// `A NUMBER(38,0) NOT NULL, B VARCHAR`
  static List<Relation.Column> columns(String text) throws SnowflakeException {
    List<Relation.Column> columns = new ArrayList<>();
    var tokens = Tokens.of(text);
    var words = QueryText.of(text);
    int at = 0;
    while (at < tokens.size()) {
      var name = words.name(at);
      var type = WrittenType.read(tokens, at + 1, tokens.size(), Zone.NTZ);
      at = type.end();
      boolean nullable = true;
      Optional<String> fallback = Optional.empty();
      Optional<String> identity = Optional.empty();
      while (at < tokens.size() && !tokens.isSymbol(at, ",")) {
        if (tokens.isWord(at, "NOT")) {
          nullable = false;
          at += 2;
        } else if (tokens.isWord(at, "AUTOINCREMENT")) {
          identity = Optional.of("'\"identity " + name.value() + "\"'");
          at++;
        } else {
          int start = at + 1;
          at++;
          while (at < tokens.size() && !tokens.isSymbol(at, ",")) {
            at = words.closing(at) > at ? words.closing(at) + 1 : at + 1;
          }
          fallback = Optional.of(words.written(start, at - 1));
        }
      }
      columns.add(
          new Relation.Column(
              name,
              type.type(),
              nullable,
              physical(name.value()),
              fallback,
              identity,
              Optional.empty()));
      at++;
    }
    return columns;
  }

  static String physical(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  static String definition(Relation.Column column) {
    return column.physical() + " " + Physical.type(column.type());
  }

  Relation.Table table(String schema, String name, String columns) throws SnowflakeException {
    var table =
        new Relation.Table(
            physical("DB~" + schema) + "." + physical(name),
            DATABASE,
            new Name(schema),
            new Name(name),
            OWNER,
            columns(columns),
            Optional.empty());
    relations.put(named(schema, name), table);
    return table;
  }

  void function(String schema, SqlFunction function) {
    functions.put(named(schema, function.name().value()), function);
  }

  static SqlFunction function(
      String schema, String name, String parameters, String returns, String language, String body)
      throws SnowflakeException {
    boolean table = returns.startsWith("TABLE ");
    var columns =
        table
            ? Optional.of(parameters(returns.substring(6)))
            : Optional.<List<Relation.Parameter>>empty();
    DataType type =
        table ? new DataType.Null() : WrittenType.read(Tokens.of(returns), 0, 9, Zone.NTZ).type();
    return new SqlFunction(
        new Name(name),
        parameters(parameters),
        type,
        columns,
        false,
        language,
        body,
        scope(schema));
  }

  private static List<Relation.Parameter> parameters(String text) throws SnowflakeException {
    return columns(text).stream()
        .map(column -> new Relation.Parameter(column.name(), column.type(), column.fallback()))
        .toList();
  }

  /// The catalogue as somebody sees it whose schema is this one.
  Relations relations(String schema) {
    return new Seen(new Name(schema), "");
  }

  private final class Seen implements Relations {
    private final Name schema;
    private final String rights;

    Seen(Name schema, String rights) {
      this.schema = schema;
      this.rights = rights;
    }

    private QualifiedName full(QualifiedName name) {
      return QualifiedName.of(
          name.grandparent().orElse(DATABASE), name.parent().orElse(schema), name.last());
    }

    @Override
    public Relation from(QualifiedName name) throws SnowflakeException {
      var full = full(name);
      var found = relations.get(full);
      if (found == null) {
        throw Errors.doesNotExist("Object", full.sql());
      }
      asked.add("SELECT " + full.sql() + rights);
      return found;
    }

    @Override
    public Relation.Table target(QualifiedName name, String privilege) throws SnowflakeException {
      var full = full(name);
      if (relations.get(full) instanceof Relation.Table table) {
        asked.add(privilege + " " + full.sql() + rights);
        return table;
      }
      throw Errors.doesNotExist("Table", full.sql());
    }

    @Override
    public String sequence(QualifiedName name) throws SnowflakeException {
      var full = full(name);
      var found = sequences.get(full);
      if (found == null) {
        throw Errors.doesNotExist("Sequence", full.sql());
      }
      asked.add("USAGE " + full.sql() + rights);
      return found;
    }

    @Override
    public SqlFunction function(QualifiedName name, List<Argument> arguments)
        throws SnowflakeException {
      var full = full(name);
      var found = functions.get(full);
      if (found == null) {
        throw Functions.unknown(name.sql());
      }
      asked.add("USAGE " + full.sql() + rights);
      return found;
    }

    @Override
    public Relations in(Name database, Name other, Name owner) {
      return new Seen(other, " as " + owner.sql());
    }

    @Override
    public Relation result(String queryId) throws SnowflakeException {
      var found = results.get(queryId);
      if (found == null) {
        throw Errors.doesNotExist("Statement", queryId);
      }
      return found;
    }

    @Override
    public Relation system(QualifiedName function, List<Argument> arguments) {
      var rows = arguments.getFirst().value();
      return new Relation.Computed(
          "SELECT range AS n FROM range(CAST(" + rows.sql() + " AS BIGINT))",
          List.of(Relation.Column.of(new Name("N"), new DataType.Fixed(10, 0), false, "\"n\"")));
    }

    @Override
    public Relation stage(StageFiles files, String query) {
      return new Relation.Computed(
          "SELECT '{\"key\":\"" + files.location() + "\"}' AS v, 'f.json' AS f",
          List.of(
              Relation.Column.of(new Name("$1"), new DataType.Variant(), true, "v"),
              Relation.Column.of(new Name("METADATA$FILENAME"), DataType.Text.MAX, false, "f")));
    }
  }

  /// Binds by position and by name.
  static Binds binds(List<Typed> positions, Map<Name, Typed> names) {
    return new Binds() {
      @Override
      public Optional<Typed> position(int position) {
        return position <= positions.size()
            ? Optional.of(positions.get(position - 1))
            : Optional.empty();
      }

      @Override
      public Optional<Typed> name(Name name) {
        return Optional.ofNullable(names.get(name));
      }
    };
  }
}
