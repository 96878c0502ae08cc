package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.JavaFunctions;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A DuckDB in memory with a [TestCatalogue] over it, on which compiled statements are run.
final class TestWarehouse implements AutoCloseable {
  final TestCatalogue catalogue = new TestCatalogue();
  final TestSession session = new TestSession();
  private final Connection connection;
  private String schema = "PUBLIC";
  private Binds binds = Binds.NONE;

  TestWarehouse() {
    try {
      connection = DriverManager.getConnection("jdbc:duckdb:");
      JavaFunctions.register(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    duck("SET threads = 2");
    duck("SET TimeZone = 'UTC'");
    schema("PUBLIC");
  }

  void schema(String name) {
    duck("CREATE SCHEMA " + TestCatalogue.physical("DB~" + name));
  }

  void use(String name) {
    schema = name;
  }

  void bind(Binds some) {
    binds = some;
  }

  Connection connection() {
    return connection;
  }

  /// `RAW.T` with columns such as `A NUMBER(38,0) NOT NULL, B VARCHAR DEFAULT 'x'`.
  Relation.Table table(String name, String columns) {
    try {
      var table = catalogue.table(schemaOf(name), nameOf(name), columns);
      for (Relation.Column column : table.columns()) {
        if (column.identity().isPresent()) {
          duck("CREATE SEQUENCE IF NOT EXISTS \"identity " + column.name().value() + "\"");
        }
      }
      duck(
          "CREATE TABLE "
              + table.physical()
              + " ("
              + table.columns().stream()
                  .map(TestCatalogue::definition)
                  .collect(Collectors.joining(", "))
              + ")");
      return table;
    } catch (SnowflakeException e) {
      throw new IllegalStateException(e);
    }
  }

  void sequence(String name) {
    duck("CREATE SEQUENCE \"sequence " + name + "\"");
    catalogue.sequences.put(
        TestCatalogue.named(schemaOf(name), nameOf(name)), "'\"sequence " + name + "\"'");
  }

  /// A view with the columns that its query has.
  void view(String name, String query) {
    try {
      var before = schema;
      schema = schemaOf(name);
      var columns =
          compile(query).columns().stream()
              .map(column -> Relation.Column.of(new Name(column.name()), column.type(), true, ""))
              .toList();
      schema = before;
      catalogue.relations.put(
          TestCatalogue.named(schemaOf(name), nameOf(name)),
          new Relation.View(
              query,
              TestCatalogue.DATABASE,
              new Name(schemaOf(name)),
              new Name(nameOf(name)),
              columns,
              Optional.empty(),
              TestCatalogue.scope(schemaOf(name))));
    } catch (SnowflakeException e) {
      throw new IllegalStateException(e);
    }
  }

  void function(String name, String parameters, String returns, String language, String body) {
    try {
      catalogue.function(
          schemaOf(name),
          TestCatalogue.function(
              schemaOf(name), nameOf(name), parameters, returns, language, body));
    } catch (SnowflakeException e) {
      throw new IllegalStateException(e);
    }
  }

  void replace(QualifiedName name, Relation relation) {
    catalogue.relations.put(name, relation);
  }

  private static String schemaOf(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? "PUBLIC" : name.substring(0, dot);
  }

  private static String nameOf(String name) {
    return name.substring(name.indexOf('.') + 1);
  }

  void duck(String sql) {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  Compiled compile(String text) throws SnowflakeException {
    return QueryCompiler.select(text, catalogue.relations(schema), session, binds);
  }

  Dml compileDml(String text) throws SnowflakeException {
    return QueryCompiler.dml(text, catalogue.relations(schema), session, binds);
  }

  /// The rows of a query: cells separated by `|`.
  List<String> rows(String text) {
    try {
      return run(compile(text));
    } catch (SnowflakeException e) {
      throw new IllegalStateException(text + "\n" + e.text(), e);
    }
  }

  List<String> run(Compiled compiled) {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery(compiled.sql())) {
      return rows(result);
    } catch (SQLException e) {
      throw new IllegalStateException(compiled.sql(), e);
    }
  }

  static List<String> rows(ResultSet result) throws SQLException {
    List<String> rows = new ArrayList<>();
    int width = result.getMetaData().getColumnCount();
    while (result.next()) {
      List<String> cells = new ArrayList<>();
      for (int i = 1; i <= width; i++) {
        var cell = result.getObject(i);
        cells.add(
            switch (cell) {
              case null -> "NULL";
              case BigDecimal number -> number.toPlainString();
              default -> cell.toString();
            });
      }
      rows.add(String.join("|", cells));
    }
    return rows;
  }

  /// The columns of a query: `A NUMBER(38,0)`, with ` NOT NULL` where it holds.
  List<String> columns(String text) {
    try {
      return compile(text).columns().stream().map(TestWarehouse::column).toList();
    } catch (SnowflakeException e) {
      throw new IllegalStateException(text + "\n" + e.text(), e);
    }
  }

  private static String column(ResultColumn column) {
    return column.name() + " " + column.type().sql() + (column.nullable() ? "" : " NOT NULL");
  }

  /// Runs a DML statement in a transaction.
  ///
  /// @return the cells of the answer
  List<Long> change(String text) throws SnowflakeException {
    return change(compileDml(text));
  }

  List<Long> change(Dml dml) throws SnowflakeException {
    try (var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      try {
        var counts = run(dml, statement);
        connection.commit();
        return counts;
      } catch (SQLException e) {
        connection.rollback();
        throw JavaFunctions.unwrap(e)
            .orElseThrow(() -> new IllegalStateException(dml.toString(), e));
      } catch (SnowflakeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Long> run(Dml dml, Statement statement)
      throws SQLException, SnowflakeException {
    var counts = new Long[dml.columns().size()];
    Arrays.fill(counts, 0L);
    for (Dml.Step step : dml.steps()) {
      switch (step) {
        case Dml.Step.Run(var sql) -> statement.execute(sql);
        case Dml.Step.Change(var sql, var cell) ->
            counts[cell] += statement.executeLargeUpdate(sql);
        case Dml.Step.Count(var sql, var cell) -> counts[cell] += number(statement, sql);
        case Dml.Step.Refuse(var sql, var failure) -> {
          if (number(statement, sql) != 0) {
            throw failure;
          }
        }
      }
    }
    return List.of(counts);
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (var result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  /// What a query is refused with: code and message, on one line; when it is compiled or run.
  String failure(String text) {
    try {
      var compiled = compile(text);
      try (var statement = connection.createStatement();
          var result = statement.executeQuery(compiled.sql())) {
        rows(result);
      } catch (SQLException e) {
        return JavaFunctions.unwrap(e)
            .map(TestWarehouse::line)
            .orElseThrow(() -> new IllegalStateException(compiled.sql(), e));
      }
      throw new AssertionError("not refused: " + text + "\n" + compiled.sql());
    } catch (SnowflakeException e) {
      return line(e);
    }
  }

  String changeFailure(String text) {
    try {
      change(text);
    } catch (SnowflakeException e) {
      return line(e);
    }
    throw new AssertionError("not refused: " + text);
  }

  static String line(SnowflakeException e) {
    return e.code() + " " + e.text().replace('\n', ' ');
  }

  /// Whether the sandbox, rather than Snowflake, refuses.
  static boolean isNotSupported(SnowflakeException e) {
    return e.code().equals(Errors.notSupported("").code());
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
