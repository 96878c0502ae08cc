package dev.landfall.sandbox.snowflake.sql;

import java.util.Locale;
import java.util.Set;

/// Words that are no identifiers without quotes (Snowflake, "Reserved & limited keywords"): those
/// that it reserves everywhere, not those it limits to certain places.
final class Reserved {
  private static final Set<String> WORDS =
      Set.of(
          """
          ALL ALTER AND ANY AS BETWEEN BY CHECK COLUMN CONNECT CREATE CURRENT DELETE DISTINCT DROP
          ELSE EXISTS FOLLOWING FOR FROM GRANT GROUP HAVING ILIKE IN INCREMENT INSERT INTERSECT INTO
          IS LIKE MINUS NOT NULL OF ON OR ORDER QUALIFY REGEXP REVOKE RLIKE ROW ROWS SAMPLE SELECT
          SET SOME START TABLE TABLESAMPLE THEN TO TRIGGER UNION UNIQUE UPDATE VALUES WHENEVER WHERE
          WITH
          """
              .strip()
              .split("\\s+"));

  private Reserved() {}

  static boolean is(String word) {
    return WORDS.contains(word.toUpperCase(Locale.ROOT));
  }
}
