package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.sql.Tokens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.sf.jsqlparser.statement.select.Select;

/// `INSERT ALL` and `INSERT FIRST` into several tables (Snowflake, "INSERT (multi-table)"), read
/// here: JSqlParser knows another dialect's.
final class MultiInserts {
  private static final String ROWS = "temp.\"~insert\"";

  private final Translation translation;
  private final Stores stores;
  private final QueryText text;
  private final Tokens tokens;

  MultiInserts(Translation translation, Stores stores) {
    this.translation = translation;
    this.stores = stores;
    this.text = translation.text();
    this.tokens = text.tokens();
  }

  /// One INTO.
  ///
  /// @param values where the elements of VALUES begin and end
  private record Into(QualifiedName table, List<Integer> columns, Optional<List<int[]>> values) {}

  /// The INTOs of a WHEN, or those that have none.
  ///
  /// @param from where the condition begins; negative when there is none
  private record Branch(int from, int to, boolean otherwise, List<Into> intos) {}

  boolean isWritten() {
    int next = tokens.isWord(1, "OVERWRITE") ? 2 : 1;
    return tokens.isWord(0, "INSERT")
        && (tokens.isWord(next, "ALL") || tokens.isWord(next, "FIRST"));
  }

  Dml insert() throws SnowflakeException {
    int at = 1;
    boolean overwrite = tokens.isWord(at, "OVERWRITE");
    at += overwrite ? 1 : 0;
    boolean first = tokens.isWord(at, "FIRST");
    at++;
    List<Branch> branches = new ArrayList<>();
    at = branches(at, branches);
    if (branches.isEmpty() || (first && branches.getFirst().from() < 0)) {
      throw tokens.unexpected(at);
    }
    int select = at;
    var query =
        translation.<Query>statement(
            select,
            text.size(),
            node -> {
              if (node instanceof Select rows) {
                return translation.selects().query(rows, Optional.empty(), Ctes.none());
              }
              throw tokens.unexpected(select);
            });
    return dml(branches, query, first, overwrite);
  }

  private int branches(int start, List<Branch> branches) throws SnowflakeException {
    int at = start;
    if (tokens.isWord(at, "INTO")) {
      List<Into> intos = new ArrayList<>();
      at = intos(at, intos);
      branches.add(new Branch(-1, -1, false, intos));
      return at;
    }
    while (tokens.isWord(at, "WHEN")) {
      int then = find("THEN", at + 1);
      List<Into> intos = new ArrayList<>();
      int end = intos(then + 1, intos);
      branches.add(new Branch(at + 1, then, false, intos));
      at = end;
    }
    if (tokens.isWord(at, "ELSE")) {
      List<Into> intos = new ArrayList<>();
      at = intos(at + 1, intos);
      branches.add(new Branch(-1, -1, true, intos));
    }
    return at;
  }

  private int find(String word, int from) throws SnowflakeException {
    int cases = 0;
    int at = from;
    while (at < text.size() && !(cases == 0 && tokens.isWord(at, word))) {
      cases += tokens.isWord(at, "CASE") ? 1 : tokens.isWord(at, "END") ? -1 : 0;
      at = text.closing(at) > at ? text.closing(at) + 1 : at + 1;
    }
    if (at == text.size()) {
      throw tokens.unexpected(at);
    }
    return at;
  }

  private int intos(int start, List<Into> intos) throws SnowflakeException {
    int at = start;
    while (tokens.isWord(at, "INTO")) {
      List<Name> parts = new ArrayList<>();
      parts.add(text.name(at + 1));
      at += 2;
      while (tokens.isSymbol(at, ".")) {
        parts.add(text.name(at + 1));
        at += 2;
      }
      List<Integer> columns = new ArrayList<>();
      if (tokens.isSymbol(at, "(") && !tokens.isWord(at + 1, "SELECT")) {
        int close = text.closing(at);
        for (int i = at + 1; i < close; i += 2) {
          text.name(i);
          columns.add(i);
          if (i + 1 < close && !tokens.isSymbol(i + 1, ",")) {
            throw tokens.unexpected(i + 1);
          }
        }
        at = close + 1;
      }
      Optional<List<int[]>> values = Optional.empty();
      if (tokens.isWord(at, "VALUES") && tokens.isSymbol(at + 1, "(")) {
        int close = text.closing(at + 1);
        values = Optional.of(elements(at + 2, close));
        at = close + 1;
      }
      intos.add(new Into(new QualifiedName(parts), columns, values));
    }
    if (intos.isEmpty()) {
      throw tokens.unexpected(at);
    }
    return at;
  }

  private List<int[]> elements(int from, int close) throws SnowflakeException {
    var fragments = new Fragments(text);
    List<int[]> elements = new ArrayList<>();
    int next = from;
    while (next < close) {
      int end = fragments.comma(next, close);
      if (end == next) {
        throw tokens.unexpected(end);
      }
      elements.add(new int[] {next, end});
      next = end + 1;
    }
    return elements;
  }

  private Dml dml(List<Branch> branches, Query query, boolean first, boolean overwrite)
      throws SnowflakeException {
    var scope = new Scope(Optional.empty(), Ctes.none());
    scope.add(Source.of(Optional.empty(), query.fields("m")));
    Map<String, Integer> cells = new LinkedHashMap<>();
    List<String> columns = new ArrayList<>();
    List<Dml.Step> inserts = new ArrayList<>();
    List<Dml.Step> deletes = new ArrayList<>();
    List<String> earlier = new ArrayList<>();
    for (Branch branch : branches) {
      var where = where(branch, scope, earlier, first);
      for (Into into : branch.intos()) {
        var table = translation.relations().target(into.table(), "INSERT");
        boolean again = cells.containsKey(table.physical());
        int cell = cells.computeIfAbsent(table.physical(), any -> cells.size());
        if (!again) {
          columns.add("number of rows inserted into " + table.name().value());
          if (overwrite) {
            var emptied = translation.relations().target(into.table(), "DELETE");
            deletes.add(new Dml.Step.Run("DELETE FROM " + emptied.physical()));
          }
        }
        inserts.add(new Dml.Step.Change(insert(into, table, query, scope) + where, cell));
      }
    }
    List<Dml.Step> steps = new ArrayList<>();
    steps.add(new Dml.Step.Run("CREATE OR REPLACE TEMP TABLE \"~insert\" AS " + query.sql()));
    steps.addAll(deletes);
    steps.addAll(inserts);
    steps.add(new Dml.Step.Run("DROP TABLE " + ROWS));
    return Dmls.of(translation, StatementKind.MULTI_TABLE_INSERT, steps, columns);
  }

  /// @param earlier the conditions of the branches before, to which this one's is added
  private String where(Branch branch, Scope scope, List<String> earlier, boolean first)
      throws SnowflakeException {
    List<String> conditions = new ArrayList<>();
    if (branch.otherwise() || first) {
      earlier.forEach(condition -> conditions.add("(" + condition + ") IS NOT TRUE"));
    }
    if (branch.from() >= 0) {
      scope.clause(Scope.Clause.WHERE);
      var condition =
          translation.<Typed>expression(
              branch.from(), branch.to(), node -> translation.expressions().condition(node, scope));
      earlier.add(condition.sql());
      conditions.add(condition.sql());
    }
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  private String insert(Into into, Relation.Table table, Query query, Scope scope)
      throws SnowflakeException {
    List<Relation.Column> columns = new ArrayList<>();
    for (int token : into.columns()) {
      var name = text.name(token);
      columns.add(
          table.columns().stream()
              .filter(column -> column.name().equals(name))
              .findFirst()
              .orElseThrow(() -> text.invalidIdentifier(token, name.sql())));
    }
    stores.requireOnce(columns);
    var listed = columns.isEmpty() ? table.columns() : columns;
    scope.clause(Scope.Clause.SELECT);
    List<Typed> given = new ArrayList<>();
    if (into.values().isPresent()) {
      for (int[] element : into.values().get()) {
        given.add(value(element, table, listed, given.size(), scope));
      }
    } else {
      for (int i = 0; i < query.outputs().size(); i++) {
        given.add(query.column("m", i));
      }
    }
    Stores.requireWidth(listed.size(), given.size());
    return stores.insert(table, listed, given, " FROM " + ROWS + " AS m");
  }

  private Typed value(
      int[] element, Relation.Table table, List<Relation.Column> columns, int index, Scope scope)
      throws SnowflakeException {
    if (element[1] == element[0] + 1 && tokens.isWord(element[0], "DEFAULT")) {
      if (index >= columns.size()) {
        throw Errors.notSupported("more VALUES than columns");
      }
      return stores.fallback(table, columns.get(index));
    }
    return translation.<Typed>expression(
        element[0], element[1], node -> translation.expressions().of(node, scope));
  }
}
