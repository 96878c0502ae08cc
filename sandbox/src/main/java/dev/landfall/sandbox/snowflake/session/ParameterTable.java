package dev.landfall.sandbox.snowflake.session;

import static dev.landfall.sandbox.snowflake.session.Parameter.Support.DEFAULT_ONLY;
import static dev.landfall.sandbox.snowflake.session.Parameter.Support.FOR_CLIENTS;
import static dev.landfall.sandbox.snowflake.session.Parameter.Support.HONOURED;
import static dev.landfall.sandbox.snowflake.session.Parameter.Type.BOOLEAN;
import static dev.landfall.sandbox.snowflake.session.Parameter.Type.NUMBER;
import static dev.landfall.sandbox.snowflake.session.Parameter.Type.STRING;

import dev.landfall.sandbox.snowflake.session.Parameter.Support;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The session parameters there are, with Snowflake's defaults (Snowflake, "Parameters").
final class ParameterTable {
  private static final String AUTO = "AUTO";

  static final List<Parameter> ALL =
      List.of(
          of(
              "ABORT_DETACHED_QUERY",
              BOOLEAN,
              "false",
              DEFAULT_ONLY,
              "abort queries of lost sessions"),
          of("AUTOCOMMIT", BOOLEAN, "true", HONOURED, "each DML statement is a transaction"),
          of(
              "BINARY_INPUT_FORMAT",
              STRING,
              "HEX",
              HONOURED,
              "how text becomes BINARY",
              "HEX",
              "BASE64",
              "UTF8",
              "UTF-8"),
          of(
              "BINARY_OUTPUT_FORMAT",
              STRING,
              "HEX",
              HONOURED,
              "how BINARY becomes text",
              "HEX",
              "BASE64"),
          of("CLIENT_MEMORY_LIMIT", NUMBER, "1536", FOR_CLIENTS, "memory of a client in MB"),
          of(
              "CLIENT_METADATA_REQUEST_USE_CONNECTION_CTX",
              BOOLEAN,
              "false",
              FOR_CLIENTS,
              "metadata of the current database only"),
          of(
              "CLIENT_METADATA_USE_SESSION_DATABASE",
              BOOLEAN,
              "false",
              FOR_CLIENTS,
              "metadata of the session's database only"),
          of("CLIENT_PREFETCH_THREADS", NUMBER, "4", FOR_CLIENTS, "threads that fetch results"),
          of("CLIENT_RESULT_CHUNK_SIZE", NUMBER, "160", FOR_CLIENTS, "MB of a part of a result"),
          of(
              "CLIENT_RESULT_COLUMN_CASE_INSENSITIVE",
              BOOLEAN,
              "false",
              FOR_CLIENTS,
              "columns by name in any case"),
          of("CLIENT_SESSION_KEEP_ALIVE", BOOLEAN, "false", FOR_CLIENTS, "send heartbeats"),
          of(
              "CLIENT_SESSION_KEEP_ALIVE_HEARTBEAT_FREQUENCY",
              NUMBER,
              "3600",
              FOR_CLIENTS,
              "seconds between heartbeats"),
          of(
              "CLIENT_STAGE_ARRAY_BINDING_THRESHOLD",
              NUMBER,
              "0",
              FOR_CLIENTS,
              "bound values from which on a stage is used"),
          of(
              "CLIENT_TIMESTAMP_TYPE_MAPPING",
              STRING,
              "TIMESTAMP_LTZ",
              FOR_CLIENTS,
              "the type of bound timestamps",
              "TIMESTAMP_LTZ",
              "TIMESTAMP_NTZ"),
          of("DATE_INPUT_FORMAT", STRING, AUTO, HONOURED, "how text becomes DATE"),
          of("DATE_OUTPUT_FORMAT", STRING, "YYYY-MM-DD", HONOURED, "how DATE becomes text"),
          of("DEFAULT_DDL_COLLATION", STRING, "", DEFAULT_ONLY, "collation of new columns"),
          of(
              "ENABLE_UNLOAD_PHYSICAL_TYPE_OPTIMIZATION",
              BOOLEAN,
              "true",
              DEFAULT_ONLY,
              "types of unloaded Parquet"),
          of(
              "ERROR_ON_NONDETERMINISTIC_MERGE",
              BOOLEAN,
              "true",
              DEFAULT_ONLY,
              "refuse a MERGE that joins a row twice"),
          of(
              "ERROR_ON_NONDETERMINISTIC_UPDATE",
              BOOLEAN,
              "false",
              DEFAULT_ONLY,
              "refuse an UPDATE that joins a row twice"),
          of(
              "GEOGRAPHY_OUTPUT_FORMAT",
              STRING,
              "GeoJSON",
              DEFAULT_ONLY,
              "how GEOGRAPHY becomes text"),
          of(
              "GEOMETRY_OUTPUT_FORMAT",
              STRING,
              "GeoJSON",
              DEFAULT_ONLY,
              "how GEOMETRY becomes text"),
          of("JDBC_ENABLE_PUT_GET", BOOLEAN, "true", FOR_CLIENTS, "the JDBC driver may move files"),
          of(
              "JDBC_QUERY_RESULT_FORMAT",
              STRING,
              "JSON",
              FOR_CLIENTS,
              "format of results for JDBC",
              "JSON",
              "ARROW"),
          of(
              "JDBC_TREAT_DECIMAL_AS_INT",
              BOOLEAN,
              "true",
              FOR_CLIENTS,
              "NUMBER(p,0) is BIGINT to JDBC"),
          of(
              "JDBC_TREAT_TIMESTAMP_NTZ_AS_UTC",
              BOOLEAN,
              "false",
              FOR_CLIENTS,
              "TIMESTAMP_NTZ is UTC to JDBC"),
          of(
              "JDBC_USE_SESSION_TIMEZONE",
              BOOLEAN,
              "true",
              FOR_CLIENTS,
              "JDBC shows the session's zone"),
          of("JSON_INDENT", NUMBER, "2", HONOURED, "blanks that indent JSON"),
          of(
              "JS_TREAT_INTEGER_AS_BIGINT",
              BOOLEAN,
              "false",
              FOR_CLIENTS,
              "integers are BigInt to JavaScript"),
          of("LOCK_TIMEOUT", NUMBER, "43200", HONOURED, "seconds to wait for a lock"),
          of(
              "MULTI_STATEMENT_COUNT",
              NUMBER,
              "1",
              HONOURED,
              "statements of a request; 0 for any number"),
          of(
              "NOORDER_SEQUENCE_AS_DEFAULT",
              BOOLEAN,
              "true",
              FOR_CLIENTS,
              "new sequences are NOORDER"),
          of(
              "ODBC_TREAT_DECIMAL_AS_INT",
              BOOLEAN,
              "false",
              FOR_CLIENTS,
              "NUMBER(p,0) is BIGINT to ODBC"),
          of(
              "PYTHON_CONNECTOR_QUERY_RESULT_FORMAT",
              STRING,
              "JSON",
              FOR_CLIENTS,
              "format of results for Python"),
          of("QUERY_TAG", STRING, "", HONOURED, "a tag of the session's queries"),
          of("QUERY_RESULT_FORMAT", STRING, "JSON", FOR_CLIENTS, "format of results"),
          of(
              "QUOTED_IDENTIFIERS_IGNORE_CASE",
              BOOLEAN,
              "false",
              DEFAULT_ONLY,
              "quoted names in any case"),
          of(
              "ROWS_PER_RESULTSET",
              NUMBER,
              "0",
              HONOURED,
              "rows a result may have; 0 for any number"),
          of(
              "SIMULATED_DATA_SHARING_CONSUMER",
              STRING,
              "",
              DEFAULT_ONLY,
              "act as a consumer of a share"),
          of(
              "STATEMENT_QUEUED_TIMEOUT_IN_SECONDS",
              NUMBER,
              "0",
              FOR_CLIENTS,
              "seconds a statement may wait for a warehouse; none waits here"),
          of(
              "STATEMENT_TIMEOUT_IN_SECONDS",
              NUMBER,
              "172800",
              HONOURED,
              "seconds a statement may run"),
          of("STRICT_JSON_OUTPUT", BOOLEAN, "false", DEFAULT_ONLY, "JSON without undefined"),
          of(
              "TIMESTAMP_DAY_IS_ALWAYS_24H",
              BOOLEAN,
              "false",
              DEFAULT_ONLY,
              "days in DATEADD ignore summer time"),
          of("TIMESTAMP_INPUT_FORMAT", STRING, AUTO, HONOURED, "how text becomes TIMESTAMP"),
          of("TIMESTAMP_LTZ_OUTPUT_FORMAT", STRING, "", HONOURED, "how TIMESTAMP_LTZ becomes text"),
          of(
              "TIMESTAMP_NTZ_OUTPUT_FORMAT",
              STRING,
              "YYYY-MM-DD HH24:MI:SS.FF3",
              HONOURED,
              "how TIMESTAMP_NTZ becomes text"),
          of(
              "TIMESTAMP_OUTPUT_FORMAT",
              STRING,
              "YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM",
              HONOURED,
              "how TIMESTAMP becomes text"),
          of(
              "TIMESTAMP_TYPE_MAPPING",
              STRING,
              "TIMESTAMP_NTZ",
              HONOURED,
              "what TIMESTAMP stands for",
              "TIMESTAMP_NTZ",
              "TIMESTAMP_LTZ",
              "TIMESTAMP_TZ"),
          of("TIMESTAMP_TZ_OUTPUT_FORMAT", STRING, "", HONOURED, "how TIMESTAMP_TZ becomes text"),
          of("TIMEZONE", STRING, "America/Los_Angeles", HONOURED, "the session's time zone"),
          of("TIME_INPUT_FORMAT", STRING, AUTO, HONOURED, "how text becomes TIME"),
          of("TIME_OUTPUT_FORMAT", STRING, "HH24:MI:SS", HONOURED, "how TIME becomes text"),
          of(
              "TRANSACTION_ABORT_ON_ERROR",
              BOOLEAN,
              "false",
              HONOURED,
              "an error ends the transaction"),
          of(
              "TRANSACTION_DEFAULT_ISOLATION_LEVEL",
              STRING,
              "READ COMMITTED",
              HONOURED,
              "isolation of transactions",
              "READ COMMITTED"),
          of(
              "TWO_DIGIT_CENTURY_START",
              NUMBER,
              "1970",
              DEFAULT_ONLY,
              "the century of years with two digits"),
          of(
              "UNSUPPORTED_DDL_ACTION",
              STRING,
              "ignore",
              DEFAULT_ONLY,
              "what becomes of unsupported clauses"),
          of(
              "USE_CACHED_RESULT",
              BOOLEAN,
              "true",
              FOR_CLIENTS,
              "results may be reused; here none is"),
          of(
              "WEEK_OF_YEAR_POLICY",
              NUMBER,
              "0",
              HONOURED,
              "which week is a year's first",
              "0",
              "1"),
          of(
              "WEEK_START",
              NUMBER,
              "0",
              HONOURED,
              "a week's first day",
              "0",
              "1",
              "2",
              "3",
              "4",
              "5",
              "6",
              "7"));

  /// Those that clients ask for, by their names here.
  static final List<Parameter> TOLD =
      ALL.stream()
          .filter(p ->
              p.support() == FOR_CLIENTS
                  || p.name().endsWith("_FORMAT")
                  || p.name().equals("TIMEZONE")
                  || p.name().equals("AUTOCOMMIT"))
          .toList();

  private static final Map<String, Parameter> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Parameter::name, Function.identity()));

  private ParameterTable() {}

  /// @param name in upper case
  static Optional<Parameter> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  private static Parameter of(
      String name,
      Parameter.Type type,
      String initial,
      Support support,
      String about,
      String... allowed) {
    return new Parameter(name, type, initial, support, Set.of(allowed), about);
  }
}
