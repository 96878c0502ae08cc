package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Catalogue;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.query.Relation;
import dev.landfall.sandbox.snowflake.query.Relations;
import dev.landfall.sandbox.snowflake.sql.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The table functions of INFORMATION_SCHEMA that tell of statements (Snowflake, "QUERY_HISTORY,
/// QUERY_HISTORY_BY_*"): those of the last seven days that the sandbox remembers, those that still
/// run first, then the one that ended last.
final class QueryTables {
  private static final DataType TEXT = DataType.Text.MAX;
  private static final DataType NUMBER = DataType.Fixed.INTEGER;
  private static final DataType TIME = new DataType.Timestamp(DataType.Timestamp.Zone.LTZ, 3);
  private static final Duration KEPT = Duration.ofDays(7);
  private static final double MILLIS = 1000;

  /// QUERY_TEXT has no more characters than this.
  private static final int TEXT_LIMIT = 100_000;

  private static final int END_TIME = 14;

  private static final Pattern WORD =
      Pattern.compile("\\G(?:\\s|--[^\n]*|//[^\n]*|/\\*(?s:.*?)\\*/)*+([A-Za-z_]+)");
  private static final int WORDS = 6;

  private static final List<ResultColumn> COLUMNS =
      List.of(
          column("QUERY_ID", TEXT),
          column("QUERY_TEXT", TEXT),
          column("DATABASE_NAME", TEXT),
          column("SCHEMA_NAME", TEXT),
          column("QUERY_TYPE", TEXT),
          column("SESSION_ID", NUMBER),
          column("USER_NAME", TEXT),
          column("ROLE_NAME", TEXT),
          column("WAREHOUSE_NAME", TEXT),
          column("QUERY_TAG", TEXT),
          column("EXECUTION_STATUS", TEXT),
          column("ERROR_CODE", NUMBER),
          column("ERROR_MESSAGE", TEXT),
          column("START_TIME", TIME),
          column("END_TIME", TIME),
          column("TOTAL_ELAPSED_TIME", NUMBER),
          column("ROWS_PRODUCED", NUMBER),
          column("IS_CLIENT_GENERATED_STATEMENT", new DataType.Bool()));

  private final Session session;
  private final Catalogue catalogue;
  private final Access access;

  QueryTables(Session session) {
    this.session = session;
    this.catalogue = session.account().catalog().catalogue();
    this.access = new Access(catalogue, session.actor());
  }

  private static ResultColumn column(String name, DataType type) {
    return new ResultColumn(name, type, true);
  }

  /// @return empty when it is another function
  Optional<Relation> relation(QualifiedName function, List<Relations.Argument> arguments)
      throws SnowflakeException {
    var name = function.last().value();
    var given = new NamedArguments(name, arguments);
    return switch (name) {
      case "QUERY_HISTORY" -> Optional.of(history(given, _ -> true));
      case "QUERY_HISTORY_BY_SESSION" -> {
        long id = given.number("SESSION_ID").orElse(session.id());
        yield Optional.of(history(given, query -> query.session().id() == id));
      }
      case "QUERY_HISTORY_BY_USER" -> {
        var user = named(given, "USER_NAME").orElse(session.user());
        yield Optional.of(history(given, query -> query.session().user().equals(user)));
      }
      case "QUERY_HISTORY_BY_WAREHOUSE" -> {
        var wanted = named(given, "WAREHOUSE_NAME").or(session.where()::warehouse);
        yield Optional.of(
            history(
                given,
                query ->
                    wanted.isPresent()
                        && query
                            .circumstances()
                            .flatMap(c -> c.where().warehouse())
                            .equals(wanted)));
      }
      default -> Optional.empty();
    };
  }

  private static Optional<Name> named(NamedArguments given, String argument)
      throws SnowflakeException {
    var name = given.take(argument);
    return name.isPresent() ? Optional.of(Names.parse(name.get()).last()) : Optional.empty();
  }

  private Relation history(NamedArguments given, Predicate<Query> wanted)
      throws SnowflakeException {
    var limit = given.limit();
    var from = given.time("END_TIME_RANGE_START");
    var to = given.time("END_TIME_RANGE_END");
    var _ = given.flag("INCLUDE_CLIENT_GENERATED_STATEMENT"); // the sandbox's drivers send none
    given.finish();
    var oldest = session.clock().instant().minus(KEPT);
    var ranged = from.isPresent() || to.isPresent();
    var rows = new ArrayList<List<@Nullable String>>();
    for (var query : session.account().history().latestFirst()) {
      if (rows.size() == limit && !ranged) {
        break;
      }
      var shown =
          query.circumstances().isPresent()
              && query.ended().filter(oldest::isAfter).isEmpty()
              && wanted.test(query)
              && visible(query);
      if (shown) {
        rows.add(row(query, query.circumstances().get()));
      }
    }
    var all = ResultScan.relation(new Result(StatementKind.SELECT, COLUMNS, rows));
    if (!ranged) {
      return all;
    }
    var ended = all.columns().get(END_TIME).physical();
    var filter = new ArrayList<String>();
    from.ifPresent(sql -> filter.add("(" + ended + " IS NULL OR " + ended + " >= " + sql + ")"));
    to.ifPresent(sql -> filter.add(ended + " <= " + sql));
    return new Relation.Computed(
        "SELECT * FROM ("
            + all.sql()
            + ") AS h WHERE "
            + String.join(" AND ", filter)
            + " LIMIT "
            + limit,
        all.columns());
  }

  /// One's own, and those of the warehouses that one may watch.
  private boolean visible(Query query) {
    if (query.session().user().equals(session.user())) {
      return true;
    }
    var warehouse = query.circumstances().flatMap(c -> c.where().warehouse());
    return catalogue.all(Kind.WAREHOUSE).stream()
        .filter(w -> warehouse.equals(Optional.of(w.name())))
        .anyMatch(w -> access.holds(w, "MONITOR", "OPERATE"));
  }

  private List<@Nullable String> row(Query query, Query.Circumstances circumstances) {
    var where = circumstances.where();
    var ended = query.ended();
    var row = new ArrayList<@Nullable String>();
    row.add(query.id());
    row.add(
        query.text().length() > TEXT_LIMIT ? query.text().substring(0, TEXT_LIMIT) : query.text());
    row.add(value(where.database()));
    row.add(value(where.schema()));
    row.add(type(query));
    row.add(Long.toString(query.session().id()));
    row.add(query.session().user().value());
    row.add(value(where.role()));
    row.add(value(where.warehouse()));
    row.add(circumstances.tag());
    switch (query.outcome().orElse(null)) {
      case null -> row.addAll(Arrays.asList("RUNNING", null, null));
      case Outcome.Success _ -> row.addAll(Arrays.asList("SUCCESS", null, null));
      case Outcome.Failure(var error) ->
          row.addAll(Arrays.asList("FAILED_WITH_ERROR", error.code(), error.text()));
    }
    row.add(seconds(query.began()));
    row.add(ended.map(QueryTables::seconds).orElse(null));
    row.add(
        Long.toString(
            Duration.between(query.began(), ended.orElseGet(session.clock()::instant)).toMillis()));
    row.add(
        query.outcome().orElse(null) instanceof Outcome.Success success
            ? Integer.toString(success.result().rows().size())
            : null);
    row.add("0");
    return row;
  }

  private static @Nullable String value(Optional<Name> name) {
    return name.map(Name::value).orElse(null);
  }

  private static String seconds(Instant instant) {
    return String.format(Locale.ROOT, "%.3f", instant.toEpochMilli() / MILLIS);
  }

  /// What kind of statement it is, as far as its first words say it.
  private static String type(Query query) {
    if (query.outcome().orElse(null) instanceof Outcome.Failure) {
      return "UNKNOWN";
    }
    var words = words(query.text());
    var first = words.isEmpty() ? "" : words.getFirst();
    return switch (first) {
      case "WITH" -> "SELECT";
      case "DECLARE", "EXECUTE" -> "CALL";
      case "PUT", "GET" -> first + "_FILES";
      case "LIST", "LS" -> "LIST_FILES";
      case "REMOVE", "RM" -> "REMOVE_FILES";
      case "DESC" -> "DESCRIBE";
      case "BEGIN" ->
          words.size() == 1 || Set.of("WORK", "TRANSACTION", "NAME").contains(words.get(1))
              ? "BEGIN_TRANSACTION"
              : "CALL";
      case "CREATE" -> created(words);
      default -> first;
    };
  }

  /// `CREATE`, with the kind of object where it is one of those that have data.
  private static String created(List<String> words) {
    return words.stream()
        .skip(1)
        .dropWhile(Set.of("OR", "REPLACE", "TEMPORARY", "TRANSIENT", "SECURE")::contains)
        .findFirst()
        .filter(Set.of("TABLE", "VIEW")::contains)
        .map(kind -> "CREATE_" + kind)
        .orElse("CREATE");
  }

  /// The words a text begins with, in upper case and without comments.
  private static List<String> words(String text) {
    var words = new ArrayList<String>();
    var word = WORD.matcher(text);
    while (words.size() < WORDS && word.find()) {
      words.add(word.group(1).toUpperCase(Locale.ROOT));
    }
    return words;
  }
}
