package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.execute.Tokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds the statements that lose data.
final class DataLoss {
  private static final Set<String> DROPPED = Set.of("TABLE", "SCHEMA", "DATABASE");
  private static final Set<String> WIDE =
      Set.of("TEXT", "BIGINT", "DOUBLE", "JSONB", "VARIANT", "NUMERIC", "STRING");

  /// One loss.
  ///
  /// @param what in one line
  /// @param table the table whose rows are concerned, as SQL names it
  record Found(String what, Optional<String> table) {}

  private final List<Token> tokens;
  private final List<Found> found = new ArrayList<>();

  private DataLoss(List<Token> tokens) {
    this.tokens = tokens;
  }

  /// Every loss in a text of one or more statements.
  static List<Found> in(String sql) {
    return Tokens.statements(sql).stream()
        .flatMap(tokens -> {
          var search = new DataLoss(tokens);
          search.look();
          return search.found.stream();
        })
        .toList();
  }

  private void look() {
    if (at(0, "DROP") && tokens.size() > 1) {
      drop();
    } else if (at(0, "TRUNCATE")) {
      names(at(1, "TABLE") ? 2 : 1).forEach(table -> add("TRUNCATE " + table, Optional.of(table)));
    } else if (at(0, "ALTER") && (at(1, "TABLE") || at(2, "TABLE"))) {
      alterTable();
    } else if (has("DELETE", 0) && !has("WHERE", 0) && !has("USING", 0)) {
      var from = indexOf("DELETE") + 1;
      names(at(from, "FROM") ? from + 1 : from).stream()
          .findFirst()
          .ifPresent(table -> add("DELETE FROM " + table + " without WHERE", Optional.of(table)));
    } else if (at(0, "CREATE") && at(1, "OR") && at(2, "REPLACE")) {
      var table = at(3, "TABLE") ? 3 : at(4, "TABLE") ? 4 : 0;
      if (table > 0) {
        names(table + 1).stream()
            .findFirst()
            .ifPresent(name -> add("CREATE OR REPLACE TABLE " + name, Optional.of(name)));
      }
    }
  }

  private void drop() {
    if (at(1, "MATERIALIZED") || at(1, "FOREIGN") || at(1, "EXTERNAL")) {
      names(3).forEach(name -> add("DROP MATERIALIZED VIEW " + name, Optional.of(name)));
    } else if (DROPPED.contains(tokens.get(1).toString())) {
      var kind = tokens.get(1).toString();
      names(2)
          .forEach(name ->
              add(
                  "DROP " + kind + " " + name,
                  kind.equals("TABLE") ? Optional.of(name) : Optional.empty()));
    }
  }

  private void alterTable() {
    var names = names(at(1, "TABLE") ? 2 : 3);
    if (names.isEmpty()) {
      return;
    }
    var table = names.getFirst();
    for (var i = 2; i < tokens.size() - 1; i++) {
      if (at(i, "DROP") && !isDropOfSomethingElse(i + 1)) {
        var name = at(i + 1, "COLUMN") ? i + 2 : i + 1;
        names(name)
            .forEach(column -> add("DROP COLUMN " + table + "." + column, Optional.of(table)));
      }
      var isType = at(i, "TYPE") && tokens.get(i - 1).isName() && has("ALTER", 1);
      if (isType && !WIDE.contains(tokens.get(i + 1).toString())) {
        var column = at(i - 1, "DATA") ? i - 3 : i - 1;
        add(
            "ALTER COLUMN "
                + table
                + "."
                + tokens.get(column).sql()
                + " to a type that may be"
                + " narrower",
            Optional.of(table));
      }
    }
  }

  private boolean isDropOfSomethingElse(int i) {
    return Set.of(
            "CONSTRAINT",
            "DEFAULT",
            "NOT",
            "IDENTITY",
            "EXPRESSION",
            "PRIMARY",
            "FOREIGN",
            "CLUSTERING",
            "ROW",
            "TAG",
            "MASKING",
            "SEARCH",
            "UNIQUE")
        .contains(tokens.get(i).toString());
  }

  /// Names in a list separated by commas, `IF EXISTS` and `ONLY` left out.
  private List<String> names(int from) {
    var i = from;
    while (at(i, "IF") || at(i, "NOT") || at(i, "EXISTS") || at(i, "ONLY")) {
      i++;
    }
    List<List<String>> names = new ArrayList<>();
    names.add(new ArrayList<>());
    for (var more = true; more && i < tokens.size(); i++) {
      var token = tokens.get(i);
      var last = names.getLast();
      if (token.isName() && last.isEmpty()) {
        last.add(token.sql());
      } else if (token.isSymbol(".") && i + 1 < tokens.size()) {
        last.add(tokens.get(++i).sql());
      } else if (token.isSymbol(",") && !last.isEmpty() && !nextIsClause(i + 1)) {
        names.add(new ArrayList<>());
      } else {
        more = token.isSymbol("*");
      }
    }
    return names.stream()
        .filter(parts -> !parts.isEmpty())
        .map(parts -> parts.stream().collect(Collectors.joining(".")))
        .toList();
  }

  private boolean nextIsClause(int i) {
    return i < tokens.size()
        && Set.of("DROP", "ADD", "ALTER", "RENAME", "SET").contains(tokens.get(i).toString());
  }

  private boolean at(int i, String keyword) {
    return i >= 0 && i < tokens.size() && tokens.get(i).is(keyword);
  }

  private int indexOf(String keyword) {
    for (var i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).is(keyword)) {
        return i;
      }
    }
    return -1;
  }

  private boolean has(String keyword, int from) {
    var index = indexOf(keyword);
    // `ON DELETE CASCADE`, `FOR DELETE` and `GRANT DELETE` delete nothing.
    var isClause =
        keyword.equals("DELETE")
            && index > 0
            && !tokens.get(index - 1).isSymbol("(")
            && !tokens.get(index - 1).isSymbol(")");
    return index >= from && !isClause;
  }

  private void add(String what, Optional<String> table) {
    found.add(new Found(what, table));
  }
}
