package dev.landfall.liquibase.changelog;

import dev.landfall.liquibase.changelog.Changeset.Rollback;
import dev.landfall.liquibase.changelog.Changeset.Statement;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Problem.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import liquibase.ChecksumVersion;
import liquibase.ContextExpression;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Labels;
import liquibase.change.Change;
import liquibase.change.core.TagDatabaseChange;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.ChangeSet.ValidationFailOption;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;
import liquibase.database.DatabaseList;
import liquibase.exception.SetupException;
import liquibase.exception.ValidationErrors;
import liquibase.util.StringUtil;
import org.jspecify.annotations.Nullable;

/// Turns Liquibase's changesets into [Changeset]s, and notes what is wrong with them.
///
/// Runs inside [QuietLiquibase] with the offline database in scope, since a checksum leaves out the
/// changes that are for other databases. Used by one thread.
final class ChangesetReader {
  private static final int COLUMN_LENGTH = 250; // as MarkChangeSetRanGenerator cuts

  private final ChangelogRequest request;
  private final Enclosure files;
  private final Database database;
  private final SqlGeneration generation;
  private final PreconditionReader preconditions;
  private final StatementLines lines;
  private final List<Problem> problems;
  private boolean filtered;

  ChangesetReader(
      ChangelogRequest request,
      Enclosure files,
      Database database,
      OwnParameters parameters,
      DatabaseChangeLog root,
      List<Problem> problems) {
    this.request = request;
    this.files = files;
    this.database = database;
    this.generation = new SqlGeneration(database, request.kind());
    this.preconditions = new PreconditionReader(database, parameters, root);
    this.lines = new StatementLines(files);
    this.problems = problems;
  }

  PreconditionReader preconditions() {
    return preconditions;
  }

  /// Whether a `modifySql` depends on contexts or labels.
  boolean filtered() {
    return filtered;
  }

  /// One changeset; nothing when it is broken, with the reason among the problems.
  Optional<Changeset> read(ChangeSet changeSet) {
    var file = file(changeSet);
    var id = text(changeSet.getId());
    var author = text(changeSet.getAuthor());
    var place = files.places(file).next(id, author);
    var where = new Location(request.show(file), place.line(), 0);
    try {
      chooseVisitors(changeSet);
      var errors = errors(changeSet);
      var marked =
          !errors.isEmpty() && changeSet.getOnValidationFail() == ValidationFailOption.MARK_RAN;
      if (!errors.isEmpty()) {
        report(changeSet, where, errors, marked);
        if (!marked) {
          return Optional.empty();
        }
      }
      return Optional.of(made(changeSet, file, place, where, marked));
    } catch (Refusal e) {
      problems.add(e.problem());
    } catch (StackOverflowError | Exception e) {
      var problem = ProblemText.of(e, files, request);
      problems.add(
          problem.location().line() > 0
              ? problem
              : Problem.error(where, problem.summary(), problem.detail()));
    }
    return Optional.empty();
  }

  private Changeset made(
      ChangeSet changeSet, String file, Places.Place place, Location where, boolean marked)
      throws Exception {
    var generated = generation.forward(changeSet);
    var backSql = new ArrayList<String>();
    var back = marked ? Optional.<Rollback>empty() : generation.back(changeSet, backSql);
    var statements = marked ? List.<Statement>of() : lines.of(file, place, generated.sql());
    statements.forEach(s -> refuseUnlessWellformed(changeSet, s.sql(), s.line(), where));
    backSql.forEach(sql -> refuseUnlessWellformed(changeSet, sql, 0, where));
    var conditions =
        marked ? Optional.of(neverHolds()) : preconditions.of(changeSet.getPreconditions(), where);
    return new Changeset(
        text(changeSet.getId()),
        text(changeSet.getAuthor()),
        text(changeSet.getFilePath()),
        file,
        place.line(),
        changeSet.generateCheckSum(ChecksumVersion.latest()).toString(),
        validCheckSums(changeSet),
        text(changeSet.buildFullContext()),
        contextFilters(changeSet),
        text(changeSet.buildFullLabels()),
        text(changeSet.getDbmsOriginalString()),
        changeSet.isRunOnChange(),
        changeSet.isAlwaysRun(),
        changeSet.isRunInTransaction(),
        !Boolean.FALSE.equals(changeSet.getFailOnError()),
        text(changeSet.getRunOrder()),
        changeSet.getOnValidationFail().toString(),
        changeSet.isIgnore() || changeSet.isInheritableIgnore() || generated.nothing(),
        conditions,
        text(StringUtil.limitSize(changeSet.getDescription(), COLUMN_LENGTH)),
        text(StringUtil.limitSize(text(changeSet.getComments()).trim(), COLUMN_LENGTH)),
        tag(changeSet),
        statements,
        back.map(r -> new Rollback(plain(backSql, r.liquibaseOnly()), r.liquibaseOnly())),
        marked ? Optional.empty() : generated.liquibaseOnly());
  }

  private void refuseUnlessWellformed(ChangeSet changeSet, String sql, int line, Location where) {
    var problem = Wellformed.problem(sql, request.kind());
    if (problem.isPresent()) {
      throw new Refusal(
          Problem.error(
              line > 0 ? new Location(where.file(), line, 0) : where,
              "statement cannot be sent",
              name(changeSet) + ": " + problem.get()));
    }
  }

  private static String name(ChangeSet changeSet) {
    return "Changeset " + text(changeSet.getAuthor()) + ":" + text(changeSet.getId());
  }

  private static List<Statement> plain(List<String> sql, Optional<String> liquibaseOnly) {
    return liquibaseOnly.isPresent()
        ? List.of()
        : sql.stream().map(s -> new Statement(s, 0)).toList();
  }

  // Liquibase marks such a changeset as ran without running it (ChangeSet#execute).
  private static Preconditions neverHolds() {
    return new Preconditions(
        "MARK_RAN",
        "MARK_RAN",
        "it is not valid, and says onValidationFail: MARK_RAN",
        "",
        List.of(new Preconditions.Or(List.of())));
  }

  // As ContextChangeSetFilter, LabelChangeSetFilter and DbmsChangeSetFilter do.
  private void chooseVisitors(ChangeSet changeSet) {
    var contexts = new Contexts(request.contexts());
    var labels = new LabelExpression(request.labels().orElse(""));
    changeSet
        .getSqlVisitors()
        .removeIf(visitor -> {
          @Nullable ContextExpression context = visitor.getContextFilter();
          @Nullable Labels label = visitor.getLabels();
          @Nullable Set<String> dbms = visitor.getApplicableDbms();
          filtered |= context != null || label != null;
          return (context != null && !context.matches(contexts))
              || (label != null && !labels.matches(label))
              || (dbms != null && !DatabaseList.definitionMatches(dbms, database, true));
        });
  }

  private List<String> errors(ChangeSet changeSet) throws SetupException {
    var errors = new ArrayList<String>();
    if (text(changeSet.getId()).isBlank()) {
      errors.add("It has no id.");
    }
    @Nullable Set<String> dbms = changeSet.getDbmsSet();
    if (dbms != null) {
      var found = new ValidationErrors();
      DatabaseList.validateDefinitions(dbms, found);
      errors.addAll(found.getErrorMessages());
      if (!DatabaseList.definitionMatches(dbms, database, true)) {
        return errors;
      }
    }
    for (var change : changeSet.getChanges()) {
      change.finishInitialization();
      errors.addAll(errors(change));
    }
    for (var change : changeSet.getRollback().getChanges()) {
      change.finishInitialization();
    }
    return errors;
  }

  private List<String> errors(Change change) {
    try {
      @Nullable ValidationErrors found = change.validate(database);
      return found == null ? List.of() : found.getErrorMessages();
    } catch (Refusal e) {
      throw e;
    } catch (RuntimeException e) {
      return List.of(); // it asks the database, which is not here
    }
  }

  private void report(ChangeSet changeSet, Location where, List<String> errors, boolean marked) {
    for (var error : new TreeSet<>(errors)) {
      var missing = error.lines().findFirst().orElse("").matches("The file .* was not found.*");
      var detail =
          name(changeSet)
              + ": "
              + ProblemText.sentence(missing ? error.lines().findFirst().orElse("") : error);
      problems.add(
          marked
              ? Problem.warning(where, "invalid changeset is marked as ran", detail)
              : Problem.error(where, missing ? "file not found" : "invalid changeset", detail));
    }
  }

  private static String file(ChangeSet changeSet) {
    var log = changeSet.getChangeLog();
    return log.getPhysicalFilePath().replaceFirst("^classpath\\*?:", "").replaceFirst("^/+", "");
  }

  private static List<String> contextFilters(ChangeSet changeSet) {
    var filters = new ArrayList<String>();
    changeSet.getInheritableContextFilter().forEach(c -> filters.add(text(c.toString())));
    @Nullable ContextExpression own = changeSet.getContextFilter();
    filters.add(own == null || own.isEmpty() ? "" : text(own.toString()));
    return List.copyOf(filters);
  }

  private static Set<String> validCheckSums(ChangeSet changeSet) {
    var sums = new TreeSet<String>();
    for (var sum : changeSet.getValidCheckSums()) {
      var text = sum.toString();
      sums.add(
          Set.of("1:any", "1:all", "1:*").contains(text.toLowerCase(Locale.ROOT)) ? "ANY" : text);
    }
    return sums;
  }

  private static Optional<String> tag(ChangeSet changeSet) {
    for (var change : changeSet.getChanges()) {
      if (change instanceof TagDatabaseChange tag) {
        return Optional.ofNullable(tag.getTag());
      }
    }
    return Optional.empty();
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
