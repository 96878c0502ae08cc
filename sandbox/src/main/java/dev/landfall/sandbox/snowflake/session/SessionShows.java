package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.sql.ShowStatement;
import dev.landfall.sandbox.snowflake.sql.ShowStatement.ParameterScope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What SHOW lists of sessions: parameters, variables, transactions, locks.
final class SessionShows {
  private static final DataType TEXT = DataType.Text.MAX;
  private static final DataType NUMBER = DataType.Fixed.INTEGER;
  private static final DataType TIME = new DataType.Timestamp(DataType.Timestamp.Zone.LTZ, 3);
  private static final double MILLIS = 1000;

  private final Session session;

  SessionShows(Session session) {
    this.session = session;
  }

  /// @return empty when it lists something else
  Optional<Result> run(ShowStatement statement) {
    return switch (statement) {
      case ShowStatement.ShowParameters(var like, ParameterScope(var level, var name))
          when level == ParameterScope.Level.SESSION && name.isEmpty() ->
          Optional.of(parameters(like));
      case ShowStatement.Show show when show.topic() == ShowStatement.Topic.VARIABLES ->
          Optional.of(variables(show.like()));
      case ShowStatement.Show show when show.topic() == ShowStatement.Topic.TRANSACTIONS ->
          Optional.of(transactions());
      case ShowStatement.Show show when show.topic() == ShowStatement.Topic.LOCKS ->
          Optional.of(locks());
      default -> Optional.empty();
    };
  }

  private Result parameters(Optional<String> like) {
    var columns = columns(TEXT, "key", "value", "default", "level", "description", "type");
    var rows = new ArrayList<List<@Nullable String>>();
    for (var listed : session.parameters().listed()) {
      var parameter = listed.parameter();
      if (matches(like, parameter.name())) {
        rows.add(
            List.of(
                parameter.name(),
                listed.value(),
                parameter.initial(),
                listed.level(),
                parameter.about(),
                parameter.type().name()));
      }
    }
    return show(columns, rows);
  }

  private Result variables(Optional<String> like) {
    var columns = new ArrayList<ResultColumn>();
    columns.add(new ResultColumn("session_id", NUMBER, false));
    columns.addAll(columns(TEXT, "name", "value", "type", "comment"));
    var rows = new ArrayList<List<@Nullable String>>();
    session
        .variables()
        .forEach((name, value) -> {
          if (matches(like, name.value())) {
            rows.add(
                List.of(
                    Long.toString(session.id()),
                    name.value(),
                    value.constant().orElse(""),
                    word(value),
                    ""));
          }
        });
    return show(columns, rows);
  }

  private static String word(Typed value) {
    return switch (value.type()) {
      case DataType.Fixed _ -> "fixed";
      case DataType.Float64 _ -> "real";
      case DataType.Bool _ -> "boolean";
      case DataType.Text _ -> "text";
      default -> value.type().sql().toLowerCase(java.util.Locale.ROOT);
    };
  }

  private Result transactions() {
    var columns =
        List.of(
            new ResultColumn("id", NUMBER, false),
            new ResultColumn("user", TEXT, true),
            new ResultColumn("session", NUMBER, true),
            new ResultColumn("name", TEXT, true),
            new ResultColumn("started_on", TIME, true),
            new ResultColumn("state", TEXT, true),
            new ResultColumn("scope", NUMBER, true));
    var rows = new ArrayList<List<@Nullable String>>();
    session
        .work()
        .transaction()
        .ifPresent(t ->
            rows.add(
                List.of(
                    Long.toString(t.id()),
                    session.user().value(),
                    Long.toString(session.id()),
                    t.name(),
                    seconds(t.began()),
                    "running",
                    "0")));
    return show(columns, rows);
  }

  private Result locks() {
    var columns =
        List.of(
            new ResultColumn("resource", TEXT, true),
            new ResultColumn("type", TEXT, true),
            new ResultColumn("transaction", NUMBER, true),
            new ResultColumn("transaction_started_on", TIME, true),
            new ResultColumn("status", TEXT, true),
            new ResultColumn("acquired_on", TIME, true),
            new ResultColumn("query_id", TEXT, true));
    var rows = new ArrayList<List<@Nullable String>>();
    for (var lock : session.account().locks().listed()) {
      if (lock.holder().session() == session.id()) {
        var row = new ArrayList<@Nullable String>();
        row.add(lock.table());
        row.add("PARTITIONS");
        row.add(Long.toString(lock.holder().id()));
        row.add(session.work().transaction().map(t -> seconds(t.began())).orElse(null));
        row.add(lock.held() ? "HOLDING" : "WAITING");
        row.add(null);
        row.add(lock.queryId());
        rows.add(row);
      }
    }
    return show(columns, rows);
  }

  private static String seconds(Instant instant) {
    return String.format(java.util.Locale.ROOT, "%.3f", instant.toEpochMilli() / MILLIS);
  }

  private static Result show(List<ResultColumn> columns, List<List<@Nullable String>> rows) {
    return new Result(StatementKind.SHOW, columns, rows);
  }

  private static List<ResultColumn> columns(DataType type, String... names) {
    var columns = new ArrayList<ResultColumn>();
    for (var name : names) {
      columns.add(new ResultColumn(name, type, true));
    }
    return columns;
  }

  /// Whether a name fits a pattern of LIKE, of which case does not matter.
  static boolean matches(Optional<String> like, String name) {
    if (like.isEmpty()) {
      return true;
    }
    var regex = new StringBuilder();
    var pattern = like.get();
    for (var i = 0; i < pattern.length(); i++) {
      var c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        regex.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
      } else {
        regex.append(
            switch (c) {
              case '%' -> ".*";
              case '_' -> ".";
              default -> Pattern.quote(String.valueOf(c));
            });
      }
    }
    return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL)
        .matcher(name)
        .matches();
  }
}
