package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The SELECT of a COPY that transforms what it loads. It may only compute each row from one record
/// (Snowflake, "Transforming data during a load").
final class CopyQuery {
  /// Texts, quoted names and comments, in which words mean nothing; a field; a column of metadata.
  private static final Pattern TOKEN =
      Pattern.compile(
          "'(?:[^'\\\\]|\\\\.|'')*'|\\$\\$.*?\\$\\$|\"(?:[^\"]|\"\")*\"|--[^\\n]*|//[^\\n]*"
              + "|/\\*.*?\\*/|\\$(?<field>\\d+)|(?i:METADATA)\\$(?<metadata>\\w+)"
              + "|(?<word>[A-Za-z_][\\w$]*)",
          Pattern.DOTALL);

  private static final Set<String> FORBIDDEN =
      Set.of(
          "WHERE",
          "GROUP",
          "ORDER",
          "LIMIT",
          "FETCH",
          "TOP",
          "HAVING",
          "QUALIFY",
          "JOIN",
          "UNION",
          "INTERSECT",
          "EXCEPT",
          "MINUS",
          "LATERAL",
          "FLATTEN",
          "OVER",
          "PIVOT",
          "UNPIVOT");

  private CopyQuery() {}

  /// What a query reads of a record.
  ///
  /// @param fields the highest `$n`; at least 1
  /// @param metadata in upper case, such as `FILENAME`
  record Reads(int fields, Set<String> metadata) {}

  /// What any query over a stage reads.
  static Reads reads(String query) {
    int fields = 1;
    var metadata = new TreeSet<String>();
    var tokens = TOKEN.matcher(query);
    while (tokens.find()) {
      var field = tokens.group("field");
      if (field != null && field.length() < 6) {
        fields = Math.max(fields, Integer.parseInt(field));
      }
      var name = tokens.group("metadata");
      if (name != null) {
        metadata.add(name.toUpperCase(Locale.ROOT));
      }
    }
    return new Reads(fields, Set.copyOf(metadata));
  }

  /// @throws SnowflakeException 002098 when it does more than to compute each row from a record
  static void check(String query) throws SnowflakeException {
    var tokens = TOKEN.matcher(query);
    int selects = 0;
    while (tokens.find()) {
      var word = tokens.group("word");
      if (word == null) {
        continue;
      }
      var upper = word.toUpperCase(Locale.ROOT);
      if (upper.equals("DISTINCT")) {
        throw Errors.notSupported("COPY INTO … FROM (SELECT DISTINCT …)");
      }
      selects += upper.equals("SELECT") ? 1 : 0;
      if (selects > 1 || FORBIDDEN.contains(upper)) {
        throw notSimple();
      }
    }
  }

  static SnowflakeException notSimple() {
    return Errors.compilation(
        "002098",
        "0A000",
        "COPY statement only supports simple SELECT from stage statements for import.");
  }
}
