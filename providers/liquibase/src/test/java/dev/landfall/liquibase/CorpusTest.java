package dev.landfall.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.landfall.spi.Change;
import dev.landfall.spi.Goal;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.Value;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Stock Liquibase 4.33.0 and Landfall over a corpus of changelogs, each on a database of its own
/// and then on the other's: they keep the same rows, make the same catalogue, find nothing left to
/// do behind each other, and take back the same.
///
/// A folder below `corpus` is a changelog with its files. Its `corpus.properties` may give
/// `contexts`, `labels`, `parameter.NAME`, `setup` (SQL that both databases start with), `stay`
/// (how many changesets are not taken back), `never` (which changesets stock lists as left to do
/// for ever: all their changes are for other databases). Its folder `later` holds files of a second
/// release. Both refuse, or stop in, those whose names begin with `fails-`.
final class CorpusTest {
  private static final Path CORPUS = Path.of("src/test/resources/corpus");
  private static final String ROWS =
      "SELECT id, author, filename, orderexecuted, exectype, md5sum, description, comments, tag,"
          + " liquibase, contexts, labels, length(deployment_id) FROM databasechangelog ORDER BY"
          + " orderexecuted";
  private static final String RELEASE = "the release of the corpus";

  @TempDir Path folder;

  static List<String> corpora() throws IOException {
    return named(false);
  }

  static List<String> failing() throws IOException {
    return named(true);
  }

  private static List<String> named(boolean failing) throws IOException {
    try (var folders = Files.list(CORPUS)) {
      return folders
          .map(f -> f.getFileName().toString())
          .filter(name -> name.startsWith("fails-") == failing)
          .sorted()
          .toList();
    }
  }

  /// One folder of the corpus.
  private record Corpus(Path folder, Properties settings) {
    static Corpus of(String name) throws IOException {
      var folder = CORPUS.resolve(name);
      var settings = new Properties();
      var file = folder.resolve("corpus.properties");
      if (Files.exists(file)) {
        settings.load(new StringReader(Files.readString(file)));
      }
      return new Corpus(folder, settings);
    }

    private String setting(String name) {
      return settings.getProperty(name, "");
    }

    private Map<String, String> parameters() {
      var parameters = new HashMap<String, String>();
      for (var name : settings.stringPropertyNames()) {
        if (name.startsWith("parameter.")) {
          parameters.put(name.substring("parameter.".length()), setting(name));
        }
      }
      return parameters;
    }

    Station station(Path parent) {
      var station = new Station(parent).release(RELEASE);
      lay(folder, station);
      var contexts = setting("contexts");
      if (!contexts.isEmpty()) {
        station.contexts(contexts.split(","));
      }
      if (!setting("labels").isEmpty()) {
        station.labels(setting("labels"));
      }
      var parameters = new HashMap<String, Value>();
      parameters().forEach((name, value) -> parameters.put(name, new Value.Known(value, false)));
      station.parameters(parameters);
      if (!setting("setup").isEmpty()) {
        station.query(setting("setup"));
      }
      return station;
    }

    Stock stock(Station station) {
      return new Stock(station.changelog(), setting("contexts"), setting("labels"), parameters());
    }

    boolean hasLater() {
      return Files.exists(folder.resolve("later"));
    }

    void later(Station station) {
      lay(folder.resolve("later"), station);
    }

    int back(int all) {
      return setting("stay").isEmpty() ? all : all - Integer.parseInt(setting("stay"));
    }

    /// What stock has left to do, without the changesets that it neither runs nor records.
    List<String> unrun(Stock stock, Station station) throws Exception {
      var never = List.of(setting("never").split(","));
      return stock.unrun(station).stream().filter(id -> !never.contains(id)).toList();
    }

    private static void lay(Path from, Station station) {
      try (var files = Files.walk(from)) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          var name = from.relativize(file).toString();
          if (!name.startsWith("later/")) {
            station.file(name, Files.readString(file));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void deploy(Station station) throws Exception {
    try {
      station.deploy();
    } catch (ProviderException e) {
      if (e.problems().size() > 1) {
        throw new AssertionError(e.problems().toString(), e);
      }
      throw e;
    }
    untag(station);
  }

  private static void untag(Station station) {
    station.query("UPDATE databasechangelog SET tag = NULL WHERE tag = '%s'".formatted(RELEASE));
  }

  private static void back(Station station, int count) throws Exception {
    station.goal(new Goal.BackByCount(count));
    station.deploy();
    station.goal(new Goal.Latest());
  }

  private static void assertSame(String when, Station ours, Station theirs) {
    assertThat(differences(rows(ours), rows(theirs))).as("rows " + when).isEmpty();
    assertThat(differences(Dump.of(ours), Dump.of(theirs))).as("catalogue " + when).isEmpty();
  }

  private static List<String> rows(Station station) {
    return station.query(ROWS).stream().map(row -> String.join(" | ", row)).toList();
  }

  /// What only one of both has, and what stands in another order.
  private static List<String> differences(List<String> ours, List<String> theirs) {
    var found = new ArrayList<String>();
    ours.stream().filter(line -> !theirs.contains(line)).forEach(line -> found.add("+ " + line));
    theirs.stream().filter(line -> !ours.contains(line)).forEach(line -> found.add("- " + line));
    if (found.isEmpty() && !ours.equals(theirs)) {
      found.add("another order: " + ours + " instead of " + theirs);
    }
    return found;
  }

  private static List<String> planned(Station station) throws Exception {
    return station.plan().changes().stream().map(Change::address).toList();
  }

  private static boolean hasRows(Station station) {
    return !station.column("SELECT to_regclass('databasechangelog')").equals(List.of("null"))
        && !rows(station).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("failing")
  void both_refuse_the_same_and_stop_at_the_same_place(String name) throws Exception {
    var corpus = Corpus.of(name);
    try (var ours = corpus.station(folder);
        var theirs = corpus.station(folder)) {
      var stock = corpus.stock(theirs);
      if (corpus.hasLater()) {
        deploy(ours);
        stock.update(theirs);
        corpus.later(ours);
        corpus.later(theirs);
      }
      assertThat(catchThrowable(() -> stock.update(theirs))).as("stock").isNotNull();
      assertThat(catchThrowable(ours::deploy)).isInstanceOf(ProviderException.class);
      assertThat(differences(Dump.of(ours), Dump.of(theirs))).as("catalogue").isEmpty();
      assertThat(hasRows(ours)).as("rows").isEqualTo(hasRows(theirs));
      if (hasRows(ours)) {
        untag(ours);
        assertSame("after the failure", ours, theirs);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("corpora")
  void both_do_the_same(String name) throws Exception {
    var corpus = Corpus.of(name);
    try (var ours = corpus.station(folder);
        var theirs = corpus.station(folder)) {
      var stock = corpus.stock(theirs);
      deploy(ours);
      stock.update(theirs);
      assertSame("after the first deployment", ours, theirs);
      if (corpus.hasLater()) {
        corpus.later(ours);
        corpus.later(theirs);
        assertThat(corpus.unrun(stock, ours)).isEqualTo(corpus.unrun(stock, theirs));
        assertThat(planned(ours)).isEqualTo(planned(theirs));
        deploy(ours);
        stock.update(theirs);
        assertSame("after the second deployment", ours, theirs);
      }

      var always = corpus.unrun(stock, theirs);
      assertThat(corpus.unrun(stock, ours)).as("left to do by stock").isEqualTo(always);
      assertThat(planned(ours)).as("left to do").hasSameSizeAs(always).isEqualTo(planned(theirs));
      stock.update(ours);
      deploy(theirs);
      assertSame("after each other's", ours, theirs);

      var all = corpus.back(rows(ours).size());
      back(ours, all / 2);
      stock.rollback(theirs, all / 2);
      assertSame("after half was taken back", ours, theirs);
      stock.rollback(ours, all - all / 2);
      back(theirs, all - all / 2);
      assertSame("after the rest was taken back by the other", ours, theirs);
    }
  }
}
