package dev.landfall.liquibase.changelog;

import dev.landfall.spi.Problem;
import dev.landfall.spi.Problem.Location;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Looks for what Liquibase accepts and a team regrets: files outside of the convention, the same
/// changeset twice, replacements that never run again, changes without a way back.
public final class ChangelogChecks {
  private static final Pattern CREATE_OR_REPLACE =
      Pattern.compile("(?is)^\\s*CREATE\\s+OR\\s+REPLACE\\s+(?!(?:TRANSIENT\\s+)?TABLE\\b)(\\w+)");

  private final UnaryOperator<String> shown;
  private final List<Problem> problems = new ArrayList<>();

  private ChangelogChecks(UnaryOperator<String> shown) {
    this.shown = shown;
  }

  /// Everything that was found, by place.
  ///
  /// @param shown how a message names a file of the changelog
  public static List<Problem> check(Changelog changelog, UnaryOperator<String> shown) {
    var checks = new ChangelogChecks(shown);
    checks.duplicates(changelog);
    checks.files(changelog);
    for (var changeset : changelog.changesets()) {
      checks.replacement(changeset);
      checks.wayBack(changeset);
    }
    return checks.problems.stream().sorted().toList();
  }

  private Location at(Changeset changeset) {
    return new Location(shown.apply(changeset.file()), changeset.line(), 0);
  }

  private static String name(Changeset changeset) {
    return "Changeset " + changeset.id() + " by " + changeset.author();
  }

  private void duplicates(Changelog changelog) {
    Map<Changeset.Key, Changeset> first = new HashMap<>();
    for (var changeset : changelog.changesets()) {
      var earlier = first.putIfAbsent(changeset.key(), changeset);
      if (earlier != null) {
        problems.add(
            Problem.error(
                at(changeset),
                "duplicate changeset",
                name(changeset)
                    + " is there twice; the first one is at "
                    + at(earlier)
                    + ". Give this one another id."));
      }
    }
  }

  private void files(Changelog changelog) {
    var seen = new HashSet<String>();
    Map<String, String> numbers = new TreeMap<>();
    for (var changeset : changelog.changesets()) {
      if (seen.add(changeset.file())) {
        Layout.of(changeset.file()).ifPresent(layout -> file(changeset.file(), layout, numbers));
      }
    }
  }

  private void file(String file, Layout layout, Map<String, String> numbers) {
    var where = Location.of(shown.apply(file));
    if (!Layout.KINDS.contains(layout.kind())) {
      problems.add(
          Problem.error(
              where,
              "unknown kind of folder",
              "'"
                  + layout.kind()
                  + "' is none of "
                  + String.join(", ", Layout.KINDS)
                  + "."
                  + Similar.hint(layout.kind(), Layout.KINDS)));
      return;
    }
    var number = layout.number();
    if (number.isEmpty()) {
      problems.add(
          Problem.error(
              where,
              "file name outside of the convention",
              "'"
                  + layout.name()
                  + "' must be a number of three digits, an underscore and a name in lower case, such"
                  + " as 012_add_refund_reason.sql: files run in the order of their names."));
      return;
    }
    var other = numbers.putIfAbsent(layout.folder() + "/" + number.get(), file);
    if (other != null) {
      problems.add(
          Problem.error(
              where,
              "number used twice",
              "Number "
                  + number.get()
                  + " is also that of "
                  + shown.apply(other)
                  + ", so that their order depends on their names. Give the newer one the next free"
                  + " number."));
    }
  }

  private void replacement(Changeset changeset) {
    if (changeset.runOnChange() || changeset.runAlways()) {
      return;
    }
    for (var statement : changeset.statements()) {
      var found = CREATE_OR_REPLACE.matcher(statement.sql());
      if (found.find()) {
        problems.add(
            Problem.warning(
                at(changeset),
                "CREATE OR REPLACE without runOnChange",
                name(changeset)
                    + " replaces a "
                    + found.group(1).toLowerCase(java.util.Locale.ROOT)
                    + " and runs only once, so that an edit of it is refused instead of applied. Add"
                    + " runOnChange:true to its header."));
        return;
      }
    }
  }

  private void wayBack(Changeset changeset) {
    var runsOnce = !changeset.runOnChange() && !changeset.runAlways();
    if (runsOnce && changeset.rollback().isEmpty() && !changeset.statements().isEmpty()) {
      problems.add(
          Problem.warning(
              at(changeset),
              "no rollback",
              name(changeset)
                  + " does not say how it is taken back, so that `landfall rollback` stops at it. Add"
                  + " `--rollback …`, or `--rollback empty` when nothing needs to be undone."));
    }
  }
}
