package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.query.Relation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// `TABLE(RESULT_SCAN('…'))`: the rows of an earlier query of the session's user.
final class ResultScan {
  private static final List<String> DESCRIBED =
      List.of(
          "name",
          "type",
          "kind",
          "null?",
          "default",
          "primary key",
          "unique key",
          "check",
          "expression",
          "comment",
          "policy name");

  private ResultScan() {}

  /// @throws SnowflakeException 000709 when the query is not known any more, and what it failed
  ///   with when it failed
  static Relation.Computed relation(Session session, String queryId) throws SnowflakeException {
    return of(success(session, queryId));
  }

  /// `DESCRIBE RESULT`: the columns of an earlier result.
  ///
  /// @throws SnowflakeException as [#relation]
  static Result describe(Session session, String queryId) throws SnowflakeException {
    var columns = new ArrayList<ResultColumn>();
    for (var name : DESCRIBED) {
      columns.add(new ResultColumn(name, DataType.Text.MAX, true));
    }
    var rows = new ArrayList<List<@Nullable String>>();
    for (var column : success(session, queryId).result().columns()) {
      var row = new ArrayList<@Nullable String>();
      row.add(column.name());
      row.add(column.type().sql());
      row.add("COLUMN");
      row.add(column.nullable() ? "Y" : "N");
      row.add(null);
      row.add("N");
      row.add("N");
      while (row.size() < DESCRIBED.size()) {
        row.add(null);
      }
      rows.add(row);
    }
    return new Result(StatementKind.DESCRIBE, columns, rows);
  }

  private static Outcome.Success success(Session session, String queryId)
      throws SnowflakeException {
    var query =
        session
            .query(queryId)
            .filter(q -> q.session().user().equals(session.user()))
            .orElseThrow(() -> notFound(queryId));
    return switch (query.outcome().orElse(null)) {
      case null ->
          throw new SnowflakeException(
              "000708",
              "02000",
              "SQL compilation error:\nStatement " + queryId + " has not completed.");
      case Outcome.Failure(var _) -> throw notFound(queryId);
      case Outcome.Success success -> success;
    };
  }

  private static Relation.Computed of(Outcome.Success success) throws SnowflakeException {
    return relation(success.result());
  }

  /// Rows that a query may read.
  static Relation.Computed relation(Result result) throws SnowflakeException {
    var columns = new ArrayList<Relation.Column>();
    var names = new HashSet<String>();
    var number = 0;
    for (var column : result.columns()) {
      number++;
      var name = column.name();
      while (!names.add(name)) {
        name += "_" + number;
      }
      columns.add(
          Relation.Column.of(
              new Name(name), column.type(), column.nullable(), "\"c" + number + "\""));
    }
    var rows = new StringJoiner(", ");
    for (var row : result.rows()) {
      var values = new StringJoiner(", ", "(", ")");
      for (var i = 0; i < columns.size(); i++) {
        values.add(WireValues.typed(row.get(i), columns.get(i).type()).sql());
      }
      rows.add(values.toString());
    }
    var list = new StringJoiner(", ");
    columns.forEach(column -> list.add(column.physical()));
    return new Relation.Computed(
        result.rows().isEmpty()
            ? empty(columns)
            : "SELECT * FROM (VALUES " + rows + ") AS r(" + list + ")",
        columns);
  }

  private static String empty(List<Relation.Column> columns) throws SnowflakeException {
    var nulls = new StringJoiner(", ");
    for (var column : columns) {
      nulls.add(WireValues.typed(null, column.type()).sql() + " AS " + column.physical());
    }
    return "SELECT " + nulls + " WHERE FALSE";
  }

  private static SnowflakeException notFound(String queryId) {
    return new SnowflakeException(
        "000709", "02000", "SQL compilation error:\nStatement " + queryId + " not found");
  }
}
