package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.settings.LiquibaseSettings;
import dev.landfall.liquibase.settings.LiquibaseSettings.Output;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Problem.Location;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.ProviderException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The outputs that a component's settings ask the database for.
public final class DeclaredOutputs {
  /// Those that every component has.
  public static final Set<String> OWN = Set.of("database", "schema", "url");

  private static final Set<String> READING =
      Set.of("SELECT", "WITH", "SHOW", "DESC", "DESCRIBE", "VALUES");
  private static final String NAME = "[A-Za-z][A-Za-z0-9_]*";

  private DeclaredOutputs() {}

  /// What is wrong with the settings themselves.
  public static List<Problem> check(LiquibaseSettings settings) {
    var problems = new ArrayList<Problem>();
    settings
        .outputs()
        .forEach((name, output) -> {
          var place = Location.ofSetting("outputs." + name);
          if (!name.matches(NAME)) {
            problems.add(
                Problem.error(
                    place,
                    "bad name of an output",
                    "Begin with a letter, and go on with letters, digits and underscores."));
          }
          if (OWN.contains(name)) {
            problems.add(
                Problem.error(
                    place,
                    "output `" + name + "` is every component's own",
                    "Choose another name."));
          }
          if (!READING.contains(firstWord(output.query()))) {
            problems.add(
                Problem.error(
                    place,
                    "the query of an output may only read",
                    "Begin it with SELECT, WITH, VALUES, SHOW or DESC."));
          }
        });
    return problems;
  }

  private static String firstWord(String sql) {
    return sql.strip().split("[^A-Za-z]", 2)[0].toUpperCase(Locale.ROOT);
  }

  /// Asks for all of them, each with one query.
  ///
  /// @throws ProviderException when a query does not give exactly one value
  static Map<String, String> read(Session session, LiquibaseSettings settings)
      throws SqlFailure, ProviderException {
    var values = new TreeMap<String, String>();
    for (var entry : settings.outputs().entrySet()) {
      var output = entry.getValue();
      values.put(entry.getKey(), value(entry.getKey(), output, session.rows(output.query())));
    }
    return values;
  }

  /// Asks for all of them after some of what they are asked of was taken back: what can no longer
  /// be told is left out.
  static Map<String, String> readLeft(Session session, LiquibaseSettings settings)
      throws SqlFailure {
    var values = new TreeMap<String, String>();
    for (var entry : settings.outputs().entrySet()) {
      var output = entry.getValue();
      try {
        values.put(entry.getKey(), value(entry.getKey(), output, session.rows(output.query())));
      } catch (SqlFailure e) {
        if (e.lost()) {
          throw e;
        }
        // What it was asked of is gone with what was taken back.
      } catch (ProviderException e) {
        // The same, told by the rows that are not there.
      }
    }
    return values;
  }

  private static String value(String name, Output output, List<SequencedMap<String, String>> rows)
      throws ProviderException {
    var values = new TreeSet<String>();
    for (var row : rows) {
      if (output.where().entrySet().stream()
          .allMatch(wanted -> wanted.getValue().equals(cell(row, wanted.getKey()).orElse("")))) {
        var column = output.column();
        var cell = column.isPresent() ? cell(row, column.get()) : row.values().stream().findFirst();
        if (cell.isEmpty()) {
          throw failed(
              name,
              "there is no column " + column.orElse("") + "; there are " + row.keySet(),
              "Name one of them with `column`.");
        }
        values.add(cell.get());
      }
    }
    values.remove("");
    if (values.size() != 1) {
      throw failed(
          name,
          "its query gives " + (values.isEmpty() ? "no value" : values.size() + " values"),
          "Let `query`, `where` and `column` name exactly one value: " + output.query());
    }
    return values.first();
  }

  /// Names of columns are the same in whatever case.
  private static Optional<String> cell(Map<String, String> row, String column) {
    return row.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(column))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static ProviderException failed(String name, String why, String whatToDo) {
    return new ProviderException(
        Kind.FAILED, "the output " + name + " cannot be told: " + why, whatToDo);
  }
}
