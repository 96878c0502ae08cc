package dev.landfall.sandbox.snowflake.catalog;

import java.util.Locale;

/// What an object of an account is (Snowflake, "Overview of Access Control", securable objects).
public enum Kind {
  ACCOUNT("ACCOUNT", "ACCOUNTS", Home.ROOT, Space.ACCOUNT),
  DATABASE("DATABASE", "DATABASES", Home.ACCOUNT, Space.DATABASE),
  WAREHOUSE("WAREHOUSE", "WAREHOUSES", Home.ACCOUNT, Space.WAREHOUSE),
  ROLE("ROLE", "ROLES", Home.ACCOUNT, Space.ROLE),
  USER("USER", "USERS", Home.ACCOUNT, Space.USER),
  INTEGRATION("INTEGRATION", "INTEGRATIONS", Home.ACCOUNT, Space.INTEGRATION),
  NETWORK_POLICY("NETWORK POLICY", "NETWORK POLICIES", Home.ACCOUNT, Space.NETWORK_POLICY),
  RESOURCE_MONITOR("RESOURCE MONITOR", "RESOURCE MONITORS", Home.ACCOUNT, Space.RESOURCE_MONITOR),
  SCHEMA("SCHEMA", "SCHEMAS", Home.DATABASE, Space.SCHEMA),
  DATABASE_ROLE("DATABASE ROLE", "DATABASE ROLES", Home.DATABASE, Space.DATABASE_ROLE),
  TABLE("TABLE", "TABLES", Home.SCHEMA, Space.RELATION),
  VIEW("VIEW", "VIEWS", Home.SCHEMA, Space.RELATION),
  MATERIALIZED_VIEW("MATERIALIZED VIEW", "MATERIALIZED VIEWS", Home.SCHEMA, Space.RELATION),
  DYNAMIC_TABLE("DYNAMIC TABLE", "DYNAMIC TABLES", Home.SCHEMA, Space.RELATION),
  STREAM("STREAM", "STREAMS", Home.SCHEMA, Space.RELATION),
  SEQUENCE("SEQUENCE", "SEQUENCES", Home.SCHEMA, Space.SEQUENCE),
  STAGE("STAGE", "STAGES", Home.SCHEMA, Space.STAGE),
  FILE_FORMAT("FILE FORMAT", "FILE FORMATS", Home.SCHEMA, Space.FILE_FORMAT),
  PIPE("PIPE", "PIPES", Home.SCHEMA, Space.PIPE),
  TASK("TASK", "TASKS", Home.SCHEMA, Space.TASK),
  FUNCTION("FUNCTION", "FUNCTIONS", Home.SCHEMA, Space.CALLABLE),
  PROCEDURE("PROCEDURE", "PROCEDURES", Home.SCHEMA, Space.CALLABLE),
  MASKING_POLICY("MASKING POLICY", "MASKING POLICIES", Home.SCHEMA, Space.MASKING_POLICY),
  ROW_ACCESS_POLICY("ROW ACCESS POLICY", "ROW ACCESS POLICIES", Home.SCHEMA, Space.ROW_POLICY),
  TAG("TAG", "TAGS", Home.SCHEMA, Space.TAG);

  /// What an object lies in.
  public enum Home {
    ROOT,
    ACCOUNT,
    DATABASE,
    SCHEMA
  }

  /// Kinds of one space may not have the same name in one place.
  public enum Space {
    ACCOUNT,
    DATABASE,
    WAREHOUSE,
    ROLE,
    USER,
    INTEGRATION,
    NETWORK_POLICY,
    RESOURCE_MONITOR,
    SCHEMA,
    DATABASE_ROLE,
    RELATION,
    SEQUENCE,
    STAGE,
    FILE_FORMAT,
    PIPE,
    TASK,
    CALLABLE,
    MASKING_POLICY,
    ROW_POLICY,
    TAG
  }

  private final String word;
  private final String plural;
  private final Home home;
  private final Space space;

  Kind(String word, String plural, Home home, Space space) {
    this.word = word;
    this.plural = plural;
    this.home = home;
    this.space = space;
  }

  /// As statements write it, such as `FILE FORMAT`.
  public String word() {
    return word;
  }

  /// As SHOW and GRANT ON ALL write it, such as `FILE FORMATS`.
  public String plural() {
    return plural;
  }

  public Home home() {
    return home;
  }

  public Space space() {
    return space;
  }

  /// As messages begin, such as `File format`.
  public String title() {
    return word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT);
  }

  /// As SHOW GRANTS writes it, such as `FILE_FORMAT`.
  public String granted() {
    return word.replace(' ', '_');
  }

  /// Whether a dropped one can be brought back (Snowflake, "UNDROP").
  public boolean undroppable() {
    return switch (this) {
      case DATABASE, SCHEMA, TABLE, DYNAMIC_TABLE, TAG -> true;
      default -> false;
    };
  }

  /// Whether it can stand in FROM.
  public boolean relation() {
    return space == Space.RELATION;
  }
}
