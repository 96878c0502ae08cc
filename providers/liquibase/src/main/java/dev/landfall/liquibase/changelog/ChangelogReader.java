package dev.landfall.liquibase.changelog;

import dev.landfall.spi.Problem;
import dev.landfall.spi.Problem.Location;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import liquibase.Scope;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.parser.ChangeLogParserFactory;

/// Reads changelogs with liquibase-core: formatted SQL, XML, YAML and JSON.
///
/// Checksums, descriptions and generated SQL are Liquibase's own. Differences from the stock
/// command line, all deliberate: environment variables and system properties are no parameters;
/// files lie inside the component's folder; a `DOCTYPE` is refused; so are a `dbms` that Liquibase
/// does not know, a statement that Liquibase cuts inside a quote or that ends its transaction (see
/// [Wellformed]), a precondition of an extension, and an empty `expectedResult`; JDBC's `{d …}` is
/// not rewritten, and a single `?` needs no doubling; changesets of XML, YAML and JSON files whose
/// `dbms` names other databases are left out, as Liquibase does; a changeset whose only change is
/// for other databases is `ignored`, since Liquibase neither runs nor records it; an `${unknown}`
/// parameter is a problem, see [Placeholders].
///
/// Thread-safe; liquibase-core is entered by one thread at a time.
public final class ChangelogReader {
  /// What this version reads differently from an earlier one; part of every cache key.
  static final int FORMAT = 2;

  /// What was read, and what it depends on.
  ///
  /// @param reading the result
  /// @param used the parameters the changelog asked for and their values; an empty value also
  ///   stands for none
  /// @param filtered whether it depends on the target's contexts or labels
  record Result(Reading reading, SortedMap<String, String> used, boolean filtered) {}

  /// The Liquibase whose changelogs are read and whose rows are written. A constant, since asking
  /// liquibase-core loads half of it.
  public static final String LIQUIBASE_VERSION = "4.33.0";

  /// Reads a changelog for targets without contexts and labels.
  ///
  /// @param root the folder that no file may lie outside of
  /// @param shownAs what people call that folder; may be empty
  /// @param changelog the root changelog, relative to `root`
  /// @param parameters what `${name}` stands for
  /// @param kind the kind of database
  public Reading read(
      Path root,
      String shownAs,
      String changelog,
      Map<String, String> parameters,
      DatabaseKind kind) {
    return read(ChangelogRequest.of(root, shownAs, changelog, parameters, kind));
  }

  /// Reads a changelog. Never throws for what is in its files: that becomes a problem.
  public Reading read(ChangelogRequest request) {
    return readFor(request).reading();
  }

  Result readFor(ChangelogRequest request) {
    Enclosure files;
    try {
      files = new Enclosure(request);
    } catch (IOException e) {
      return broken(
          List.of(
              Problem.error(
                  Location.of(request.shownAs().isEmpty() ? "." : request.shownAs()),
                  "folder not found",
                  "The component's folder does not exist.")));
    }
    try {
      return QuietLiquibase.run(files, () -> inside(request, files));
    } catch (StackOverflowError | Exception e) {
      return broken(List.of(ProblemText.of(e, files, request)));
    }
  }

  private static Result broken(List<Problem> problems) {
    return new Result(
        new Reading.Broken(problems.stream().sorted().toList()), new TreeMap<>(), true);
  }

  private static Result inside(ChangelogRequest request, Enclosure files) throws Exception {
    var database = request.kind().offline();
    var parameters =
        new OwnParameters(database, request.parameters(), request.contexts(), request.labels());
    if (!files.get(request.changelog()).exists()) {
      return broken(List.of(ProblemText.missing(request.changelog(), files)));
    }
    var parser = ChangeLogParserFactory.getInstance().getParser(request.changelog(), files);
    var log = parser.parse(request.changelog(), parameters, files);
    var problems = new ArrayList<Problem>();
    var reader = new ChangesetReader(request, files, database, parameters, log, problems);
    // Never while parsing: with a database in scope every include walks over all changesets again.
    var changesets =
        Scope.child(Map.of(Scope.Attr.database.name(), database), () -> changesets(log, reader));
    var conditions =
        reader.preconditions().ofChangelog(Location.of(request.show(request.changelog())));
    for (var path : files.files().keySet()) {
      if (path.endsWith(".sql")) {
        problems.addAll(FormattedSqlMarkers.check(request.show(path), files.text(path).orElse("")));
      }
    }
    var filtered = parameters.filtered() || reader.filtered();
    var used = used(request, parameters);
    var fingerprint = fingerprint(request, files, used, filtered);
    var changelog = new Changelog(fingerprint, conditions, changesets);
    if (problems.stream().anyMatch(Problem::isError)) {
      return broken(problems);
    }
    return new Result(
        new Reading.Read(changelog, problems.stream().sorted().toList()), used, filtered);
  }

  private static List<Changeset> changesets(DatabaseChangeLog log, ChangesetReader reader) {
    var changesets = new ArrayList<Changeset>();
    for (var changeSet : log.getChangeSets()) {
      reader.read(changeSet).ifPresent(changesets::add);
    }
    return changesets;
  }

  private static SortedMap<String, String> used(
      ChangelogRequest request, OwnParameters parameters) {
    return valuesOf(request, parameters.asked());
  }

  /// What a request says about some parameters: `=` and the value, or nothing.
  static SortedMap<String, String> valuesOf(ChangelogRequest request, Set<String> names) {
    var given = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    given.putAll(new TreeMap<>(request.parameters()));
    var values = new TreeMap<String, String>();
    for (var name : names) {
      values.put(name, given.containsKey(name) ? "=" + given.get(name) : "");
    }
    return values;
  }

  private static String fingerprint(
      ChangelogRequest request, Enclosure files, SortedMap<String, String> used, boolean filtered) {
    var digest = Digest.start();
    digest.add(LIQUIBASE_VERSION).add(String.valueOf(FORMAT));
    digest.add(request.kind().shortName()).add(request.changelog());
    used.forEach((name, value) -> digest.add(name).add(value));
    if (filtered) {
      digest.add(request.contexts().toString()).add(request.labels().orElse(""));
    }
    new TreeMap<>(files.files()).forEach((path, content) -> digest.add(path).add(content));
    return digest.hex();
  }
}
