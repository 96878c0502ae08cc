package dev.landfall.liquibase.changelog;

import java.util.Arrays;
import java.util.Optional;
import liquibase.database.Database;
import liquibase.database.core.PostgresDatabase;
import liquibase.database.core.SnowflakeDatabase;

/// A kind of database that changelogs are read for.
public enum DatabaseKind {
  /// PostgreSQL.
  POSTGRESQL("postgresql"),
  /// Snowflake.
  SNOWFLAKE("snowflake");

  private final String shortName;

  DatabaseKind(String shortName) {
    this.shortName = shortName;
  }

  /// The kind a JDBC URL leads to; nothing when it is another one.
  public static Optional<DatabaseKind> ofUrl(String url) {
    return Arrays.stream(values())
        .filter(kind -> url.startsWith("jdbc:" + kind.shortName + ":"))
        .findFirst();
  }

  /// The name Liquibase has for it, as in `dbms:postgresql`.
  public String shortName() {
    return shortName;
  }

  /// A database without a connection, for generating SQL. Not to be shared between threads.
  Database offline() {
    return switch (this) {
      case POSTGRESQL -> new PostgresDatabase();
      case SNOWFLAKE -> new SnowflakeDatabase();
    };
  }
}
