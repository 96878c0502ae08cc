package dev.landfall.sandbox.snowflake.load;

final class LoadHistory {
  static void create(java.sql.Connection c) {}
}
