package dev.landfall.sandbox.snowflake.catalog;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which privileges there are on objects of each kind (Snowflake, "Access control privileges").
public final class Privileges {
  public static final String OWNERSHIP = "OWNERSHIP";
  public static final String USAGE = "USAGE";
  public static final String MANAGE_GRANTS = "MANAGE GRANTS";

  /// Only ACCOUNTADMIN may grant these; holding MANAGE GRANTS is not enough.
  private static final Set<String> BY_ACCOUNTADMIN =
      Set.of(
          "BIND SERVICE ENDPOINT",
          "CREATE ACCOUNT",
          "CREATE DATABASE",
          "CREATE INTEGRATION",
          "CREATE NOTIFICATION INTEGRATION",
          "CREATE STORAGE INTEGRATION",
          "CREATE SHARE",
          "CREATE WAREHOUSE",
          "EXECUTE ALERT",
          "EXECUTE MANAGED TASK",
          "EXECUTE TASK",
          "IMPORT SHARE",
          "MANAGE WAREHOUSES",
          "MONITOR EXECUTION",
          "MONITOR USAGE",
          "READ SESSION");

  private static final List<String> TABLE =
      List.of(
          "SELECT",
          "INSERT",
          "UPDATE",
          "DELETE",
          "TRUNCATE",
          "REFERENCES",
          "EVOLVE SCHEMA",
          "APPLYBUDGET");

  private static final Map<Kind, List<String>> ALL = new EnumMap<>(Kind.class);

  static {
    ALL.put(
        Kind.ACCOUNT,
        List.of(
            "APPLY AGGREGATION POLICY",
            "APPLY AUTHENTICATION POLICY",
            "APPLY MASKING POLICY",
            "APPLY PACKAGES POLICY",
            "APPLY PASSWORD POLICY",
            "APPLY PROJECTION POLICY",
            "APPLY ROW ACCESS POLICY",
            "APPLY SESSION POLICY",
            "APPLY TAG",
            "ATTACH POLICY",
            "AUDIT",
            "BIND SERVICE ENDPOINT",
            "CREATE ACCOUNT",
            "CREATE DATABASE",
            "CREATE EXTERNAL VOLUME",
            "CREATE INTEGRATION",
            "CREATE NETWORK POLICY",
            "CREATE NOTIFICATION INTEGRATION",
            "CREATE ROLE",
            "CREATE SHARE",
            "CREATE STORAGE INTEGRATION",
            "CREATE USER",
            "CREATE WAREHOUSE",
            "EXECUTE ALERT",
            "EXECUTE MANAGED TASK",
            "EXECUTE TASK",
            "IMPORT SHARE",
            MANAGE_GRANTS,
            "MANAGE WAREHOUSES",
            "MODIFY LOG LEVEL",
            "MODIFY SESSION LOG LEVEL",
            "MODIFY SESSION TRACE LEVEL",
            "MODIFY TRACE LEVEL",
            "MONITOR",
            "MONITOR EXECUTION",
            "MONITOR ROLE",
            "MONITOR SECURITY",
            "MONITOR USAGE",
            "MONITOR USER",
            "OVERRIDE SHARE RESTRICTIONS",
            "READ SESSION",
            "RESOLVE ALL"));
    ALL.put(
        Kind.DATABASE,
        List.of(
            "APPLYBUDGET",
            "CREATE DATABASE ROLE",
            "CREATE SCHEMA",
            MANAGE_GRANTS,
            "MODIFY",
            "MONITOR",
            USAGE));
    ALL.put(
        Kind.SCHEMA,
        List.of(
            "ADD SEARCH OPTIMIZATION",
            "APPLYBUDGET",
            "CREATE ALERT",
            "CREATE DYNAMIC TABLE",
            "CREATE EVENT TABLE",
            "CREATE EXTERNAL TABLE",
            "CREATE FILE FORMAT",
            "CREATE FUNCTION",
            "CREATE HYBRID TABLE",
            "CREATE ICEBERG TABLE",
            "CREATE MASKING POLICY",
            "CREATE MATERIALIZED VIEW",
            "CREATE NETWORK RULE",
            "CREATE PASSWORD POLICY",
            "CREATE PIPE",
            "CREATE PROCEDURE",
            "CREATE ROW ACCESS POLICY",
            "CREATE SECRET",
            "CREATE SEQUENCE",
            "CREATE SESSION POLICY",
            "CREATE STAGE",
            "CREATE STREAM",
            "CREATE TABLE",
            "CREATE TAG",
            "CREATE TASK",
            "CREATE VIEW",
            MANAGE_GRANTS,
            "MODIFY",
            "MONITOR",
            USAGE));
    ALL.put(Kind.TABLE, TABLE);
    ALL.put(Kind.VIEW, List.of("SELECT", "REFERENCES"));
    ALL.put(Kind.MATERIALIZED_VIEW, List.of("SELECT", "REFERENCES", "APPLYBUDGET"));
    ALL.put(Kind.DYNAMIC_TABLE, List.of("SELECT", "MONITOR", "OPERATE"));
    ALL.put(Kind.STREAM, List.of("SELECT"));
    ALL.put(Kind.SEQUENCE, List.of(USAGE));
    ALL.put(Kind.STAGE, List.of(USAGE, "READ", "WRITE"));
    ALL.put(Kind.FILE_FORMAT, List.of(USAGE));
    ALL.put(Kind.PIPE, List.of("MONITOR", "OPERATE", "APPLYBUDGET"));
    ALL.put(Kind.TASK, List.of("MONITOR", "OPERATE", "APPLYBUDGET"));
    ALL.put(Kind.FUNCTION, List.of(USAGE));
    ALL.put(Kind.PROCEDURE, List.of(USAGE));
    ALL.put(Kind.MASKING_POLICY, List.of("APPLY"));
    ALL.put(Kind.ROW_ACCESS_POLICY, List.of("APPLY"));
    ALL.put(Kind.TAG, List.of("APPLY", "READ"));
    ALL.put(Kind.WAREHOUSE, List.of("APPLYBUDGET", "MODIFY", "MONITOR", "OPERATE", USAGE));
    ALL.put(Kind.ROLE, List.of());
    ALL.put(Kind.DATABASE_ROLE, List.of());
    ALL.put(
        Kind.USER, List.of("IMPERSONATE", "MODIFY PROGRAMMATIC AUTHENTICATION METHODS", "MONITOR"));
    ALL.put(Kind.INTEGRATION, List.of(USAGE, "USE_ANY_ROLE"));
    ALL.put(Kind.NETWORK_POLICY, List.of(USAGE));
    ALL.put(Kind.RESOURCE_MONITOR, List.of("MODIFY", "MONITOR"));
  }

  private Privileges() {}

  /// All there are on a kind, without OWNERSHIP.
  public static List<String> of(Kind kind) {
    return ALL.getOrDefault(kind, List.of());
  }

  /// What ALL PRIVILEGES stands for on an object: for a stage, what applies to its kind; MANAGE
  /// GRANTS of a container has to be named.
  public static List<String> allOf(Entity object) {
    return of(object.kind()).stream()
        .filter(privilege -> applies(object, privilege))
        .filter(privilege -> object.kind() == Kind.ACCOUNT || !privilege.equals(MANAGE_GRANTS))
        .toList();
  }

  /// Whether a privilege makes sense on this object: USAGE on an external stage, READ and WRITE on
  /// an internal one.
  public static boolean applies(Entity object, String privilege) {
    if (object.body() instanceof Body.Stage stage) {
      return stage.url().isPresent() == privilege.equals(USAGE);
    }
    return of(object.kind()).contains(privilege);
  }

  /// Whether only ACCOUNTADMIN may grant a privilege of the account; holding MANAGE GRANTS is not
  /// enough.
  public static boolean byAccountadmin(String privilege) {
    return BY_ACCOUNTADMIN.contains(privilege);
  }

  /// Whether future grants can be defined on objects of a kind.
  public static boolean future(Kind kind) {
    return switch (kind) {
      case SCHEMA -> true;
      case MASKING_POLICY, ROW_ACCESS_POLICY, TAG -> false;
      default -> kind.home() == Kind.Home.SCHEMA;
    };
  }

  /// Whether GRANT ON ALL of a kind is allowed.
  public static boolean bulk(Kind kind) {
    return kind != Kind.PIPE && future(kind);
  }
}
