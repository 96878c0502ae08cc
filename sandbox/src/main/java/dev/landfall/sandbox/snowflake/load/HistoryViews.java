package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Storage;
import dev.landfall.sandbox.snowflake.function.Ambient;
import dev.landfall.sandbox.snowflake.function.Casts;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp.Zone;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Relation;
import dev.landfall.sandbox.snowflake.query.Relations.Argument;
import dev.landfall.sandbox.snowflake.sql.Names;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/// The load history as queries see it: the view LOAD_HISTORY and the table function COPY_HISTORY of
/// INFORMATION_SCHEMA, over the last 14 days.
public final class HistoryViews {
  private static final DataType LOADED = new DataType.Timestamp(Zone.LTZ, 9);
  private static final Duration KEPT = Duration.ofDays(14);

  private HistoryViews() {}

  /// A column of a view.
  ///
  /// @param sql over the history `l`, its table `t` and its pipe `p`
  private record Field(String name, DataType type, String sql) {}

  private static Field text(String name, String sql) {
    return new Field(name, DataType.Text.MAX, sql);
  }

  private static Field number(String name, String sql) {
    return new Field(name, DataType.Fixed.INTEGER, "CAST(" + sql + " AS DECIMAL(38,0))");
  }

  private static Field loaded(String name) {
    return new Field(name, LOADED, "timezone('UTC', l.\"at\")");
  }

  private static final List<Field> LOAD =
      List.of(
          text("SCHEMA_NAME", "t.s"),
          text("FILE_NAME", "l.\"shown\""),
          text("TABLE_NAME", "t.n"),
          loaded("LAST_LOAD_TIME"),
          text("STATUS", "replace(l.\"status\", 'LOAD_FAILED', 'LOAD FAILED')"),
          number("ROW_COUNT", "l.\"loaded\""),
          number("ROW_PARSED", "l.\"parsed\""),
          text("FIRST_ERROR_MESSAGE", "l.\"error\""),
          number("FIRST_ERROR_LINE_NUMBER", "l.\"line\""),
          number("FIRST_ERROR_CHARACTER_POSITION", "l.\"character\""),
          text("FIRST_ERROR_COL_NAME", "l.\"column\""),
          number("ERROR_COUNT", "l.\"errors\""),
          number("ERROR_LIMIT", "l.\"limit\""));

  private static final List<Field> COPY =
      List.of(
          text("FILE_NAME", "l.\"shown\""),
          text("STAGE_LOCATION", "l.\"location\""),
          loaded("LAST_LOAD_TIME"),
          number("ROW_COUNT", "l.\"loaded\""),
          number("ROW_PARSED", "l.\"parsed\""),
          number("FILE_SIZE", "l.\"size\""),
          text("FIRST_ERROR_MESSAGE", "l.\"error\""),
          number("FIRST_ERROR_LINE_NUMBER", "l.\"line\""),
          number("FIRST_ERROR_CHARACTER_POS", "l.\"character\""),
          text("FIRST_ERROR_COLUMN_NAME", "l.\"column\""),
          number("ERROR_COUNT", "l.\"errors\""),
          number("ERROR_LIMIT", "l.\"limit\""),
          text(
              "STATUS",
              "CASE l.\"status\" WHEN 'LOADED' THEN 'Loaded' WHEN 'LOAD_FAILED' THEN 'Load failed'"
                  + " ELSE 'Partially loaded' END"),
          text("TABLE_CATALOG_NAME", "t.d"),
          text("TABLE_SCHEMA_NAME", "t.s"),
          text("TABLE_NAME", "t.n"),
          text("PIPE_CATALOG_NAME", "p.d"),
          text("PIPE_SCHEMA_NAME", "p.s"),
          text("PIPE_NAME", "p.n"),
          new Field(
              "PIPE_RECEIVED_TIME",
              LOADED,
              "CASE WHEN l.\"pipe\" <> 0 THEN timezone('UTC', l.\"at\") END"));

  /// LOAD_HISTORY of a database: what COPY statements have loaded.
  public static Relation loadHistory(Access access, Entity database, Instant now) {
    var tables =
        access.directory().all(Kind.TABLE).stream()
            .filter(table -> access.directory().alive(table))
            .filter(table -> access.directory().databaseOf(table).equals(database))
            .filter(access::sees)
            .toList();
    return relation(LOAD, access, tables, " AND l.\"pipe\" = 0" + recent(now));
  }

  private static String recent(Instant now) {
    return " AND l.\"at\" >= make_timestamp("
        + ChronoUnit.MICROS.between(Instant.EPOCH, now.minus(KEPT))
        + ")";
  }

  /// `COPY_HISTORY(TABLE_NAME => …, START_TIME => …, END_TIME => …)`: what COPY statements and
  /// pipes have loaded into a table.
  public static Relation copyHistory(Access access, List<Argument> arguments, Ambient ambient)
      throws SnowflakeException {
    var given = named(arguments);
    var name = given.get("TABLE_NAME");
    var from = given.get("START_TIME");
    if (name == null || from == null) {
      throw new SnowflakeException(
          "000938",
          "22023",
          "SQL compilation error:\nnot enough arguments for function [COPY_HISTORY], expected 2,"
              + " got "
              + given.size());
    }
    var table =
        access.object(
            Kind.TABLE,
            Names.parse(
                name.constant()
                    .orElseThrow(() -> Errors.notSupported("COPY_HISTORY of a computed name"))),
            "SELECT");
    var where = new StringBuilder(recent(ambient.now()));
    where.append(" AND timezone('UTC', l.\"at\") >= ").append(moment(from, ambient));
    var to = given.get("END_TIME");
    if (to != null) {
      where.append(" AND timezone('UTC', l.\"at\") <= ").append(moment(to, ambient));
    }
    return relation(COPY, access, List.of(table), where.toString());
  }

  private static Map<String, Typed> named(List<Argument> arguments) throws SnowflakeException {
    var order = List.of("TABLE_NAME", "START_TIME", "END_TIME");
    var given = new HashMap<String, Typed>();
    for (int i = 0; i < arguments.size(); i++) {
      var argument = arguments.get(i);
      var name = argument.name().map(Name::value).orElse(i < order.size() ? order.get(i) : "");
      if (!Set.copyOf(order).contains(name)) {
        throw new SnowflakeException(
            "001007",
            "22023",
            "SQL compilation error:\ninvalid argument [" + name + "] for COPY_HISTORY");
      }
      given.put(name, argument.value());
    }
    return given;
  }

  private static String moment(Typed value, Ambient ambient) throws SnowflakeException {
    return Casts.cast(value, LOADED, ambient).sql();
  }

  private static Relation relation(
      List<Field> fields, Access access, List<Entity> tables, String where) {
    var columns = new ArrayList<Relation.Column>();
    var list = new StringJoiner(", ");
    for (var field : fields) {
      list.add(field.sql() + " AS \"" + field.name() + "\"");
      columns.add(
          Relation.Column.of(
              new Name(field.name()), field.type(), true, "\"" + field.name() + "\""));
    }
    var pipes =
        access.directory().all(Kind.PIPE).stream()
            .filter(pipe -> access.directory().alive(pipe))
            .filter(access::sees)
            .toList();
    return new Relation.Computed(
        "SELECT "
            + list
            + " FROM "
            + LoadHistory.TABLE
            + " AS l JOIN "
            + names(access, tables)
            + " AS t ON t.i = l.\"table\" LEFT JOIN "
            + names(access, pipes)
            + " AS p ON p.i = l.\"pipe\" WHERE l.\"file\" IS NOT NULL"
            + where,
        columns);
  }

  /// Objects as rows: id, database, schema and name.
  private static String names(Access access, List<Entity> objects) {
    var rows = new StringJoiner(", ");
    rows.add("(CAST(NULL AS BIGINT), '', '', '')");
    for (var object : objects) {
      var directory = access.directory();
      rows.add(
          "("
              + object.id()
              + ", "
              + literal(directory.databaseOf(object))
              + ", "
              + literal(directory.schemaOf(object))
              + ", "
              + literal(object)
              + ")");
    }
    return "(SELECT * FROM (VALUES " + rows + ") AS v(i, d, s, n))";
  }

  private static String literal(Entity object) {
    return Storage.literal(object.name().value());
  }
}
