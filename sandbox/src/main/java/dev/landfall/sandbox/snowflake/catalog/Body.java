package dev.landfall.sandbox.snowflake.catalog;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// What an object has beyond a name, an owner and grants, for each kind its own record. References
/// to other objects are ids, except where Snowflake keeps names: in SQL text.
public sealed interface Body {
  /// The account itself. @param parameters set with ALTER ACCOUNT
  record Account(String region, Map<String, Value> parameters) implements Body {
    /// The region as the cloud calls it, such as `eu-west-1`.
    public String awsRegion() {
      return region
          .replaceFirst("^(AWS|AZURE|GCP)_", "")
          .toLowerCase(Locale.ROOT)
          .replace('_', '-');
    }
  }

  /// @param retention DATA_RETENTION_TIME_IN_DAYS where it is set here
  record Database(
      boolean isTransient,
      OptionalInt retention,
      Map<String, Value> parameters,
      List<FutureGrant> future)
      implements Body {
    public Database {
      future = List.copyOf(future);
    }

    public Database withFuture(List<FutureGrant> now) {
      return new Database(isTransient, retention, parameters, now);
    }

    public Database withRetention(OptionalInt now) {
      return new Database(isTransient, now, parameters, future);
    }

    public Database withParameters(Map<String, Value> now) {
      return new Database(isTransient, retention, now, future);
    }
  }

  /// @param managed WITH MANAGED ACCESS
  record Schema(
      boolean isTransient,
      boolean managed,
      OptionalInt retention,
      Map<String, Value> parameters,
      List<FutureGrant> future)
      implements Body {
    public Schema {
      future = List.copyOf(future);
    }

    public Schema withFuture(List<FutureGrant> now) {
      return new Schema(isTransient, managed, retention, parameters, now);
    }

    public Schema withManaged(boolean now) {
      return new Schema(isTransient, now, retention, parameters, future);
    }

    public Schema withRetention(OptionalInt now) {
      return new Schema(isTransient, managed, now, parameters, future);
    }

    public Schema withParameters(Map<String, Value> now) {
      return new Schema(isTransient, managed, retention, now, future);
    }
  }

  /// How long a table lives.
  enum Durability {
    PERMANENT,
    TRANSIENT,
    TEMPORARY
  }

  /// @param physical the DuckDB table, quoted and qualified
  /// @param clusterBy expressions in Snowflake's SQL
  /// @param rows the row-access policy
  /// @param nextColumn the id of the next column
  /// @param parameters recorded settings
  record Table(
      Durability durability,
      String physical,
      List<Column> columns,
      List<Constraint> constraints,
      List<String> clusterBy,
      OptionalInt retention,
      boolean changeTracking,
      Optional<PolicyUse> rows,
      int nextColumn,
      Map<String, Value> parameters)
      implements Body {
    public Table {
      columns = List.copyOf(columns);
      constraints = List.copyOf(constraints);
      clusterBy = List.copyOf(clusterBy);
    }

    public Optional<Column> column(Name name) {
      return columns.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    public Optional<Column> column(int id) {
      return columns.stream().filter(c -> c.id() == id).findFirst();
    }

    public Table withPhysical(String now) {
      return new Table(
          durability,
          now,
          columns,
          constraints,
          clusterBy,
          retention,
          changeTracking,
          rows,
          nextColumn,
          parameters);
    }

    public Table withColumns(List<Column> now) {
      int next =
          Math.max(nextColumn, now.stream().mapToInt(c -> c.id() + 1).max().orElse(nextColumn));
      return new Table(
          durability,
          physical,
          now,
          constraints,
          clusterBy,
          retention,
          changeTracking,
          rows,
          next,
          parameters);
    }

    /// The same with one column replaced by its successor of the same id.
    public Table withColumn(Column now) {
      return withColumns(columns.stream().map(c -> c.id() == now.id() ? now : c).toList());
    }

    public Table withConstraints(List<Constraint> now) {
      return new Table(
          durability,
          physical,
          columns,
          now,
          clusterBy,
          retention,
          changeTracking,
          rows,
          nextColumn,
          parameters);
    }

    public Table withClusterBy(List<String> now) {
      return new Table(
          durability,
          physical,
          columns,
          constraints,
          now,
          retention,
          changeTracking,
          rows,
          nextColumn,
          parameters);
    }

    public Table withRetention(OptionalInt now) {
      return new Table(
          durability,
          physical,
          columns,
          constraints,
          clusterBy,
          now,
          changeTracking,
          rows,
          nextColumn,
          parameters);
    }

    public Table withChangeTracking(boolean now) {
      return new Table(
          durability,
          physical,
          columns,
          constraints,
          clusterBy,
          retention,
          now,
          rows,
          nextColumn,
          parameters);
    }

    public Table withRows(Optional<PolicyUse> now) {
      return new Table(
          durability,
          physical,
          columns,
          constraints,
          clusterBy,
          retention,
          changeTracking,
          now,
          nextColumn,
          parameters);
    }

    public Table withParameters(Map<String, Value> now) {
      return new Table(
          durability,
          physical,
          columns,
          constraints,
          clusterBy,
          retention,
          changeTracking,
          rows,
          nextColumn,
          now);
    }
  }

  /// @param table its rows as they were refreshed last
  /// @param warehouse the id of the warehouse that refreshes it
  /// @param text the whole statement, as SHOW gives it
  /// @param refreshed when its rows were computed
  record Dynamic(
      Table table,
      String targetLag,
      long warehouse,
      String refreshMode,
      String initialize,
      String query,
      String text,
      boolean suspended,
      Optional<Instant> refreshed)
      implements Body {
    public Dynamic withTable(Table now) {
      return new Dynamic(
          now, targetLag, warehouse, refreshMode, initialize, query, text, suspended, refreshed);
    }

    public Dynamic withSuspended(boolean now) {
      return new Dynamic(
          table, targetLag, warehouse, refreshMode, initialize, query, text, now, refreshed);
    }

    public Dynamic withRefreshed(Instant now) {
      return new Dynamic(
          table,
          targetLag,
          warehouse,
          refreshMode,
          initialize,
          query,
          text,
          suspended,
          Optional.of(now));
    }

    public Dynamic withLag(String lag) {
      return new Dynamic(
          table, lag, warehouse, refreshMode, initialize, query, text, suspended, refreshed);
    }

    public Dynamic withWarehouse(long now) {
      return new Dynamic(
          table, targetLag, now, refreshMode, initialize, query, text, suspended, refreshed);
    }
  }

  /// @param text the whole statement, as SHOW gives it
  /// @param query the SELECT
  /// @param columns as they were when the view was made
  /// @param listed whether the statement listed the columns
  /// @param rows the row-access policy
  record View(
      boolean secure,
      boolean recursive,
      String text,
      String query,
      List<Column> columns,
      boolean listed,
      List<String> clusterBy,
      boolean changeTracking,
      Optional<PolicyUse> rows)
      implements Body {
    public View {
      columns = List.copyOf(columns);
      clusterBy = List.copyOf(clusterBy);
    }

    public Optional<Column> column(Name name) {
      return columns.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    public View withColumn(Column now) {
      return new View(
          secure,
          recursive,
          text,
          query,
          columns.stream().map(c -> c.id() == now.id() ? now : c).toList(),
          listed,
          clusterBy,
          changeTracking,
          rows);
    }

    public View withSecure(boolean now) {
      return new View(
          now, recursive, text, query, columns, listed, clusterBy, changeTracking, rows);
    }

    public View withRows(Optional<PolicyUse> now) {
      return new View(
          secure, recursive, text, query, columns, listed, clusterBy, changeTracking, now);
    }

    public View withChangeTracking(boolean now) {
      return new View(secure, recursive, text, query, columns, listed, clusterBy, now, rows);
    }
  }

  /// @param physical the DuckDB sequence, quoted and qualified
  record Sequence(long start, long increment, boolean ordered, String physical) implements Body {}

  /// @param url empty for an internal stage
  /// @param integration the id of the storage integration
  /// @param format FILE_FORMAT = (…); `FORMAT_NAME` is qualified
  record Stage(
      Optional<String> url,
      Optional<Long> integration,
      SequencedMap<String, Value> format,
      SequencedMap<String, Value> copy,
      SequencedMap<String, Value> directory,
      SequencedMap<String, Value> encryption,
      boolean credentials,
      SequencedMap<String, Value> parameters)
      implements Body {}

  /// @param options without TYPE
  record FileFormat(String type, SequencedMap<String, Value> options) implements Body {}

  /// @param definition the COPY statement
  /// @param table the id of the table it loads
  /// @param stage the id of the stage it loads from
  record Pipe(
      String definition,
      long table,
      long stage,
      boolean autoIngest,
      SequencedMap<String, Value> parameters,
      boolean paused)
      implements Body {
    public Pipe withPaused(boolean now) {
      return new Pipe(definition, table, stage, autoIngest, parameters, now);
    }
  }

  /// @param source the id of the table or view
  /// @param appendOnly whether it tells inserted rows only
  /// @param physical the DuckDB table that keeps its offset, quoted and qualified
  record Stream(long source, boolean appendOnly, String physical) implements Body {}

  /// @param warehouse the id of a warehouse; empty for a serverless task
  /// @param after ids of the tasks it runs after
  /// @param finalizes the id of the root task it finishes
  record Task(
      Optional<Long> warehouse,
      Optional<String> schedule,
      List<Long> after,
      Optional<Long> finalizes,
      Optional<String> when,
      String definition,
      SequencedMap<String, Value> parameters,
      boolean started)
      implements Body {
    public Task {
      after = List.copyOf(after);
    }

    public Task withStarted(boolean now) {
      return new Task(warehouse, schedule, after, finalizes, when, definition, parameters, now);
    }
  }

  /// A function or procedure.
  ///
  /// @param table the columns of the rows it returns, for RETURNS TABLE
  /// @param body empty for a handler that is staged
  /// @param parameters recorded clauses, such as RUNTIME_VERSION or HANDLER
  record Callable(
      List<Parameter> arguments,
      DataType returns,
      Optional<List<Parameter>> table,
      boolean notNull,
      String language,
      Optional<String> body,
      boolean secure,
      boolean strict,
      boolean immutable,
      boolean memoizable,
      boolean aggregate,
      boolean caller,
      SequencedMap<String, Value> parameters)
      implements Body {
    public Callable {
      arguments = List.copyOf(arguments);
    }

    /// What tells overloads apart: types without length and precision.
    public String signature() {
      return arguments.stream()
          .map(argument -> baseName(argument.type()))
          .collect(Collectors.joining(", ", "(", ")"));
    }

    /// A type's name without length, precision and scale.
    public static String baseName(DataType type) {
      var sql = type.sql();
      int parenthesis = sql.indexOf('(');
      return parenthesis < 0 ? sql : sql.substring(0, parenthesis);
    }

    public Callable withSecure(boolean now) {
      return new Callable(
          arguments,
          returns,
          table,
          notNull,
          language,
          body,
          now,
          strict,
          immutable,
          memoizable,
          aggregate,
          caller,
          parameters);
    }

    public Callable withCaller(boolean now) {
      return new Callable(
          arguments,
          returns,
          table,
          notNull,
          language,
          body,
          secure,
          strict,
          immutable,
          memoizable,
          aggregate,
          now,
          parameters);
    }
  }

  /// A masking or row-access policy. @param exempt EXEMPT_OTHER_POLICIES
  record Policy(List<Parameter> signature, DataType returns, String body, boolean exempt)
      implements Body {
    public Policy {
      signature = List.copyOf(signature);
    }

    public Policy withBody(String now) {
      return new Policy(signature, returns, now, exempt);
    }
  }

  /// @param allowed empty when every value is allowed
  /// @param masking ids of masking policies that come with the tag
  record Tag(Optional<List<String>> allowed, List<Long> masking) implements Body {
    public Tag {
      masking = List.copyOf(masking);
    }
  }

  record Warehouse(SequencedMap<String, Value> parameters, boolean suspended) implements Body {
    public Warehouse withSuspended(boolean now) {
      return new Warehouse(parameters, now);
    }
  }

  /// A role or database role: what it may do is said by the grants of other objects.
  record Role() implements Body {}

  record User(SequencedMap<String, Value> parameters) implements Body {}

  /// @param type such as `STORAGE` or `NOTIFICATION`
  /// @param made what Snowflake adds, such as `STORAGE_AWS_EXTERNAL_ID`
  record Integration(
      String type,
      boolean enabled,
      SequencedMap<String, Value> parameters,
      SequencedMap<String, Value> made)
      implements Body {}

  /// Settings that are recorded: of a network policy or resource monitor.
  record Settings(SequencedMap<String, Value> parameters) implements Body {}
}
