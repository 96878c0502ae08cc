package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads which kind of object a statement speaks of, and the object's name.
final class Kinds {
  private static final Map<ObjectKind, String[]> SINGULAR = words(false);
  private static final Map<ObjectKind, String[]> PLURAL = words(true);

  /// Kinds that Snowflake has and the sandbox has no word for.
  private static final List<String> OTHERS =
      List.of(
          "AGENT",
          "BACKUP POLICY",
          "BACKUP SET",
          "CONTACT",
          "CORTEX AGENT",
          "DATA METRIC FUNCTION",
          "DBT PROJECT",
          "DCM PROJECT",
          "DYNAMIC ICEBERG TABLE",
          "EXPERIMENT",
          "FEATURE POLICY",
          "GATEWAY",
          "INDEX",
          "INTERACTIVE MATERIALIZED VIEW",
          "INTERACTIVE TABLE",
          "INTERACTIVE WAREHOUSE",
          "MANAGED ACCOUNT",
          "MCP SERVER",
          "ONLINE FEATURE TABLE",
          "ORGANIZATION",
          "READ ONLY TABLE",
          "STORAGE LIFECYCLE POLICY",
          "WORKSPACE");

  private Kinds() {}

  /// Kinds of more words come first, so that FILE FORMAT is none of FILE.
  private static Map<ObjectKind, String[]> words(boolean plural) {
    var words = new LinkedHashMap<ObjectKind, String[]>();
    Arrays.stream(ObjectKind.values())
        .sorted(Comparator.comparingInt(kind -> -kind.sql().split(" ").length))
        .forEach(kind -> words.put(kind, (plural ? kind.plural() : kind.sql()).split(" ")));
    return words;
  }

  /// `MASKING POLICY` and the like; stays where it is when there is none.
  static Optional<ObjectKind> accept(Cursor cursor) {
    return accept(cursor, SINGULAR);
  }

  /// `MASKING POLICIES` and the like; stays where it is when there is none.
  static Optional<ObjectKind> acceptPlural(Cursor cursor) {
    return accept(cursor, PLURAL);
  }

  private static Optional<ObjectKind> accept(Cursor cursor, Map<ObjectKind, String[]> kinds) {
    for (var kind : kinds.entrySet()) {
      if (cursor.accept(kind.getValue())) {
        return Optional.of(kind.getKey());
      }
    }
    return Optional.empty();
  }

  static ObjectKind expect(Cursor cursor) throws SnowflakeException {
    Optional<ObjectKind> kind = accept(cursor);
    if (kind.isPresent()) {
      return kind.get();
    }
    for (String other : OTHERS) {
      if (cursor.isNext(other.split(" "))) {
        throw Errors.notSupported("objects of the kind " + other);
      }
    }
    throw cursor.unexpected();
  }

  static ObjectKind expectPlural(Cursor cursor) throws SnowflakeException {
    Optional<ObjectKind> kind = acceptPlural(cursor);
    if (kind.isEmpty()) {
      throw cursor.unexpected();
    }
    return kind.get();
  }

  /// A name with as many parts as the kind's names may have.
  static QualifiedName name(Cursor cursor, ObjectKind kind) throws SnowflakeException {
    return cursor.qualified(
        switch (kind) {
          case ACCOUNT,
              APPLICATION,
              APPLICATION_PACKAGE,
              API_INTEGRATION,
              CATALOG_INTEGRATION,
              COMPUTE_POOL,
              CONNECTION,
              DATABASE,
              EXTERNAL_ACCESS_INTEGRATION,
              EXTERNAL_VOLUME,
              FAILOVER_GROUP,
              INTEGRATION,
              NETWORK_POLICY,
              NOTIFICATION_INTEGRATION,
              ORGANIZATION_ACCOUNT,
              REPLICATION_GROUP,
              RESOURCE_MONITOR,
              ROLE,
              SECURITY_INTEGRATION,
              STORAGE_INTEGRATION,
              USER,
              WAREHOUSE ->
              1;
          case APPLICATION_ROLE, DATABASE_ROLE, SCHEMA, SHARE -> 2;
          default -> 3;
        });
  }

  static boolean hasArguments(ObjectKind kind) {
    return kind == ObjectKind.FUNCTION
        || kind == ObjectKind.PROCEDURE
        || kind == ObjectKind.EXTERNAL_FUNCTION;
  }

  /// The types in parentheses behind a function's name, which it must have.
  static Optional<List<DataType>> arguments(Cursor cursor, ObjectKind kind)
      throws SnowflakeException {
    if (!hasArguments(kind)) {
      return Optional.empty();
    }
    cursor.expectSymbol("(");
    List<DataType> types = new ArrayList<>();
    if (!cursor.acceptSymbol(")")) {
      do {
        types.add(new TypeParser(cursor).parse());
      } while (cursor.acceptSymbol(","));
      cursor.expectSymbol(")");
    }
    return Optional.of(List.copyOf(types));
  }
}
