package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.OptionReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The properties that are recorded of objects of one kind, each with the values it may have.
///
/// @param rules by name, in upper case
record Rules(Map<String, Rule> rules) {
  /// What a property may be set to.
  @FunctionalInterface
  interface Rule {
    /// @throws SnowflakeException 001008 for a value that is not allowed
    Value check(String name, dev.landfall.sandbox.snowflake.sql.Value value)
        throws SnowflakeException;
  }

  /// Takes the properties that there are rules for.
  void read(OptionReader options, Map<String, Value> into) throws SnowflakeException {
    for (var rule : rules.entrySet()) {
      var value = options.value(rule.getKey());
      if (value.isPresent()) {
        into.put(rule.getKey(), rule.getValue().check(rule.getKey(), value.get()));
      }
    }
  }

  /// Whether there is a rule for a property.
  boolean has(String name) {
    return rules.containsKey(name);
  }

  /// A literal; a number or a word will do.
  static Rule text() {
    return (name, value) -> new Value.Text(plain(name, value));
  }

  /// TRUE or FALSE.
  static Rule bool() {
    return (name, value) -> {
      var text = plain(name, value).toUpperCase(Locale.ROOT);
      if (!text.equals("TRUE") && !text.equals("FALSE")) {
        throw invalid(name, plain(name, value));
      }
      return new Value.Word(text);
    };
  }

  /// A whole number within bounds.
  static Rule number(long from, long to) {
    return (name, value) -> {
      try {
        long number = new BigDecimal(plain(name, value)).longValueExact();
        if (number >= from && number <= to) {
          return new Value.Word(Long.toString(number));
        }
      } catch (ArithmeticException | NumberFormatException e) {
        throw invalid(name, plain(name, value));
      }
      throw invalid(name, plain(name, value));
    };
  }

  /// The same, or NULL.
  static Rule numberOrNull(long from, long to) {
    var number = number(from, to);
    return (name, value) ->
        value instanceof dev.landfall.sandbox.snowflake.sql.Value.Null()
            ? new Value.Word("NULL")
            : number.check(name, value);
  }

  /// One of these words, quoted or not, in any case.
  static Rule word(String... words) {
    var allowed = Set.of(words);
    return (name, value) -> {
      var text = plain(name, value).toUpperCase(Locale.ROOT);
      if (!allowed.contains(text)) {
        throw invalid(name, plain(name, value));
      }
      return new Value.Word(text);
    };
  }

  /// The name of an object, as it is written.
  static Rule name() {
    return (name, value) ->
        switch (value) {
          case dev.landfall.sandbox.snowflake.sql.Value.Word(var word) ->
              new Value.Word(word.sql());
          case dev.landfall.sandbox.snowflake.sql.Value.Text(var text) ->
              new Value.Word(dev.landfall.sandbox.snowflake.sql.Names.parse(text).sql());
          default -> throw invalid(name, plain(name, value));
        };
  }

  /// Literals in parentheses; a single one will do.
  static Rule list() {
    return (name, value) -> {
      List<Value> texts = new ArrayList<>();
      var all =
          value instanceof dev.landfall.sandbox.snowflake.sql.Value.Many(var many)
              ? many
              : List.of(value);
      for (var each : all) {
        texts.add(new Value.Text(plain(name, each)));
      }
      return new Value.Many(texts);
    };
  }

  /// Only the value that is the default anyway: the sandbox does not honour others.
  static Rule only(String word) {
    return (name, value) -> {
      var text = plain(name, value).toUpperCase(Locale.ROOT);
      if (!text.equals(word)) {
        throw Errors.notSupported(name + " = " + plain(name, value));
      }
      return new Value.Word(text);
    };
  }

  /// A property that is known but not honoured.
  static Rule refused() {
    return (name, value) -> {
      throw Errors.notSupported(name);
    };
  }

  private static String plain(String name, dev.landfall.sandbox.snowflake.sql.Value value)
      throws SnowflakeException {
    return switch (value) {
      case dev.landfall.sandbox.snowflake.sql.Value.Text(var text) -> text;
      case dev.landfall.sandbox.snowflake.sql.Value.Numeric(var number) -> number.toPlainString();
      case dev.landfall.sandbox.snowflake.sql.Value.Word(var word) -> word.sql();
      case dev.landfall.sandbox.snowflake.sql.Value.Bool(var bool) -> bool ? "TRUE" : "FALSE";
      case dev.landfall.sandbox.snowflake.sql.Value.Null() -> throw invalid(name, "NULL");
      case dev.landfall.sandbox.snowflake.sql.Value.Many many -> throw invalid(name, "(…)");
      case dev.landfall.sandbox.snowflake.sql.Value.Nested nested -> throw invalid(name, "(…)");
      case dev.landfall.sandbox.snowflake.sql.Value.Expression(var span) ->
          throw invalid(name, span.text());
    };
  }

  static SnowflakeException invalid(String name, String value) {
    return Errors.compilation(
        "001008", "22023", "invalid value [" + value + "] for parameter '" + name + "'");
  }

  private static Rules of(Object... pairs) {
    Map<String, Rule> rules = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      rules.put((String) pairs[i], (Rule) pairs[i + 1]);
    }
    return new Rules(rules);
  }

  private static Rules with(Rules base, Object... pairs) {
    Map<String, Rule> rules = new LinkedHashMap<>(base.rules());
    rules.putAll(of(pairs).rules());
    return new Rules(rules);
  }

  private static final String[] LEVELS = {
    "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "OFF"
  };

  static final Rules TABLE =
      of(
          "MAX_DATA_EXTENSION_TIME_IN_DAYS",
          number(0, 90),
          "ENABLE_SCHEMA_EVOLUTION",
          only("FALSE"),
          "DEFAULT_DDL_COLLATION",
          only(""),
          "STAGE_FILE_FORMAT",
          refused(),
          "STAGE_COPY_OPTIONS",
          refused());

  static final Rules CONTAINER =
      of(
          "MAX_DATA_EXTENSION_TIME_IN_DAYS",
          number(0, 90),
          "DEFAULT_DDL_COLLATION",
          only(""),
          "LOG_LEVEL",
          word(LEVELS),
          "TRACE_LEVEL",
          word("ALWAYS", "ON_EVENT", "PROPAGATE", "OFF"),
          "SUSPEND_TASK_AFTER_NUM_FAILURES",
          number(0, Long.MAX_VALUE),
          "TASK_AUTO_RETRY_ATTEMPTS",
          number(0, 30),
          "USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE",
          text(),
          "USER_TASK_TIMEOUT_MS",
          number(0, 604_800_000),
          "QUOTED_IDENTIFIERS_IGNORE_CASE",
          only("FALSE"));

  static final Rules WAREHOUSE =
      of(
          "WAREHOUSE_TYPE",
          word("STANDARD", "SNOWPARK-OPTIMIZED"),
          "WAREHOUSE_SIZE",
          Warehouses.size(),
          "RESOURCE_CONSTRAINT",
          word(
              "STANDARD_GEN_1",
              "STANDARD_GEN_2",
              "MEMORY_1X",
              "MEMORY_1X_X86",
              "MEMORY_16X",
              "MEMORY_16X_X86",
              "MEMORY_64X",
              "MEMORY_64X_X86"),
          "MAX_CLUSTER_COUNT",
          number(1, 300),
          "MIN_CLUSTER_COUNT",
          number(1, 300),
          "SCALING_POLICY",
          word("STANDARD", "ECONOMY"),
          "AUTO_SUSPEND",
          numberOrNull(0, Integer.MAX_VALUE),
          "AUTO_RESUME",
          bool(),
          "RESOURCE_MONITOR",
          name(),
          "ENABLE_QUERY_ACCELERATION",
          bool(),
          "QUERY_ACCELERATION_MAX_SCALE_FACTOR",
          number(0, 100),
          "MAX_CONCURRENCY_LEVEL",
          number(1, 64),
          "STATEMENT_QUEUED_TIMEOUT_IN_SECONDS",
          number(0, Integer.MAX_VALUE),
          "STATEMENT_TIMEOUT_IN_SECONDS",
          number(0, 604_800));

  static final Rules NETWORK_POLICY =
      of(
          "ALLOWED_IP_LIST",
          list(),
          "BLOCKED_IP_LIST",
          list(),
          "ALLOWED_NETWORK_RULE_LIST",
          refused(),
          "BLOCKED_NETWORK_RULE_LIST",
          refused());

  static final Rules RESOURCE_MONITOR =
      of(
          "CREDIT_QUOTA",
          number(1, Integer.MAX_VALUE),
          "FREQUENCY",
          word("MONTHLY", "DAILY", "WEEKLY", "YEARLY", "NEVER"),
          "START_TIMESTAMP",
          text(),
          "END_TIMESTAMP",
          text(),
          "NOTIFY_USERS",
          list());

  static final Rules USER =
      of(
          "LOGIN_NAME",
          text(),
          "DISPLAY_NAME",
          text(),
          "FIRST_NAME",
          text(),
          "MIDDLE_NAME",
          text(),
          "LAST_NAME",
          text(),
          "EMAIL",
          text(),
          "MUST_CHANGE_PASSWORD",
          bool(),
          "DISABLED",
          bool(),
          "DAYS_TO_EXPIRY",
          number(0, Integer.MAX_VALUE),
          "MINS_TO_UNLOCK",
          number(0, Integer.MAX_VALUE),
          "DEFAULT_WAREHOUSE",
          name(),
          "DEFAULT_NAMESPACE",
          name(),
          "DEFAULT_ROLE",
          name(),
          "DEFAULT_SECONDARY_ROLES",
          list(),
          "MINS_TO_BYPASS_MFA",
          number(0, Integer.MAX_VALUE),
          "DISABLE_MFA",
          bool(),
          "TYPE",
          word("PERSON", "SERVICE", "LEGACY_SERVICE"),
          "NETWORK_POLICY",
          name());

  static final Rules STORAGE_INTEGRATION =
      of(
          "TYPE",
          word("EXTERNAL_STAGE"),
          "STORAGE_PROVIDER",
          word("S3", "S3GOV", "S3CHINA", "GCS", "AZURE"),
          "STORAGE_AWS_ROLE_ARN",
          text(),
          "STORAGE_AWS_EXTERNAL_ID",
          text(),
          "STORAGE_AWS_OBJECT_ACL",
          text(),
          "AZURE_TENANT_ID",
          text(),
          "USE_PRIVATELINK_ENDPOINT",
          bool(),
          "STORAGE_ALLOWED_LOCATIONS",
          list(),
          "STORAGE_BLOCKED_LOCATIONS",
          list());

  static final Rules NOTIFICATION_INTEGRATION =
      of(
          "TYPE",
          word("QUEUE", "EMAIL"),
          "DIRECTION",
          word("OUTBOUND", "INBOUND"),
          "NOTIFICATION_PROVIDER",
          word("AWS_SNS", "GCP_PUBSUB", "AZURE_STORAGE_QUEUE", "AZURE_EVENT_GRID"),
          "AWS_SNS_TOPIC_ARN",
          text(),
          "AWS_SNS_ROLE_ARN",
          text(),
          "GCP_PUBSUB_TOPIC_NAME",
          text(),
          "GCP_PUBSUB_SUBSCRIPTION_NAME",
          text(),
          "AZURE_STORAGE_QUEUE_PRIMARY_URI",
          text(),
          "AZURE_EVENT_GRID_TOPIC_ENDPOINT",
          text(),
          "AZURE_TENANT_ID",
          text(),
          "ALLOWED_RECIPIENTS",
          list(),
          "DEFAULT_RECIPIENTS",
          list(),
          "DEFAULT_SUBJECT",
          text());

  static final Rules TASK =
      of(
          "CONFIG",
          text(),
          "ALLOW_OVERLAPPING_EXECUTION",
          bool(),
          "USER_TASK_TIMEOUT_MS",
          number(0, 604_800_000),
          "SUSPEND_TASK_AFTER_NUM_FAILURES",
          number(0, Long.MAX_VALUE),
          "ERROR_INTEGRATION",
          name(),
          "SUCCESS_INTEGRATION",
          name(),
          "TASK_AUTO_RETRY_ATTEMPTS",
          number(0, 30),
          "USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE",
          text(),
          "USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS",
          number(10, 604_800),
          "LOG_LEVEL",
          word(LEVELS),
          "TIMEZONE",
          text(),
          "QUERY_TAG",
          text());

  static final Rules PIPE =
      of("AWS_SNS_TOPIC", text(), "INTEGRATION", name(), "ERROR_INTEGRATION", name());

  static final Rules STAGE_DIRECTORY =
      of(
          "ENABLE",
          bool(),
          "AUTO_REFRESH",
          bool(),
          "REFRESH_ON_CREATE",
          bool(),
          "NOTIFICATION_INTEGRATION",
          name());

  static final Rules STAGE_ENCRYPTION =
      of(
          "TYPE",
          word(
              "SNOWFLAKE_FULL",
              "SNOWFLAKE_SSE",
              "AWS_CSE",
              "AWS_SSE_S3",
              "AWS_SSE_KMS",
              "GCS_SSE_KMS",
              "AZURE_CSE",
              "NONE"),
          "MASTER_KEY",
          text(),
          "KMS_KEY_ID",
          text());

  static final Rules COPY_OPTIONS =
      of(
          "ON_ERROR",
          text(),
          "SIZE_LIMIT",
          number(1, Long.MAX_VALUE),
          "PURGE",
          bool(),
          "RETURN_FAILED_ONLY",
          bool(),
          "MATCH_BY_COLUMN_NAME",
          word("CASE_SENSITIVE", "CASE_INSENSITIVE", "NONE"),
          "ENFORCE_LENGTH",
          bool(),
          "TRUNCATECOLUMNS",
          bool(),
          "FORCE",
          bool());

  static final Rules CALLABLE =
      of(
          "RUNTIME_VERSION",
          text(),
          "HANDLER",
          text(),
          "PACKAGES",
          list(),
          "IMPORTS",
          list(),
          "TARGET_PATH",
          text(),
          "EXTERNAL_ACCESS_INTEGRATIONS",
          refused(),
          "SECRETS",
          refused(),
          "LOG_LEVEL",
          word(LEVELS),
          "TRACE_LEVEL",
          word("ALWAYS", "ON_EVENT", "PROPAGATE", "OFF"));

  private static final Rules ANY_FORMAT =
      of("TRIM_SPACE", bool(), "NULL_IF", list(), "REPLACE_INVALID_CHARACTERS", bool());

  private static final Rule COMPRESSION =
      word(
          "AUTO",
          "GZIP",
          "BZ2",
          "BROTLI",
          "ZSTD",
          "DEFLATE",
          "RAW_DEFLATE",
          "LZO",
          "SNAPPY",
          "NONE");

  private static final Rule BINARY_FORMAT = word("HEX", "BASE64", "UTF8");

  /// By type of file format (Snowflake, "CREATE FILE FORMAT").
  static final Map<String, Rules> FORMATS =
      Map.of(
          "CSV",
          with(
              ANY_FORMAT,
              "COMPRESSION",
              COMPRESSION,
              "RECORD_DELIMITER",
              text(),
              "FIELD_DELIMITER",
              text(),
              "MULTI_LINE",
              bool(),
              "FILE_EXTENSION",
              text(),
              "PARSE_HEADER",
              bool(),
              "SKIP_HEADER",
              number(0, Integer.MAX_VALUE),
              "SKIP_BLANK_LINES",
              bool(),
              "DATE_FORMAT",
              text(),
              "TIME_FORMAT",
              text(),
              "TIMESTAMP_FORMAT",
              text(),
              "BINARY_FORMAT",
              BINARY_FORMAT,
              "ESCAPE",
              text(),
              "ESCAPE_UNENCLOSED_FIELD",
              text(),
              "FIELD_OPTIONALLY_ENCLOSED_BY",
              text(),
              "ERROR_ON_COLUMN_COUNT_MISMATCH",
              bool(),
              "EMPTY_FIELD_AS_NULL",
              bool(),
              "SKIP_BYTE_ORDER_MARK",
              bool(),
              "ENCODING",
              text()),
          "JSON",
          with(
              ANY_FORMAT,
              "COMPRESSION",
              COMPRESSION,
              "DATE_FORMAT",
              text(),
              "TIME_FORMAT",
              text(),
              "TIMESTAMP_FORMAT",
              text(),
              "BINARY_FORMAT",
              BINARY_FORMAT,
              "MULTI_LINE",
              bool(),
              "FILE_EXTENSION",
              text(),
              "ENABLE_OCTAL",
              bool(),
              "ALLOW_DUPLICATE",
              bool(),
              "STRIP_OUTER_ARRAY",
              bool(),
              "STRIP_NULL_VALUES",
              bool(),
              "IGNORE_UTF8_ERRORS",
              bool(),
              "SKIP_BYTE_ORDER_MARK",
              bool()),
          "PARQUET",
          with(
              ANY_FORMAT,
              "COMPRESSION",
              COMPRESSION,
              "SNAPPY_COMPRESSION",
              bool(),
              "BINARY_AS_TEXT",
              bool(),
              "USE_LOGICAL_TYPE",
              bool(),
              "USE_VECTORIZED_SCANNER",
              bool()),
          "AVRO",
          with(ANY_FORMAT, "COMPRESSION", COMPRESSION),
          "ORC",
          ANY_FORMAT,
          "XML",
          with(
              ANY_FORMAT,
              "COMPRESSION",
              COMPRESSION,
              "IGNORE_UTF8_ERRORS",
              bool(),
              "PRESERVE_SPACE",
              bool(),
              "STRIP_OUTER_ELEMENT",
              bool(),
              "DISABLE_AUTO_CONVERT",
              bool(),
              "SKIP_BYTE_ORDER_MARK",
              bool()));
}
